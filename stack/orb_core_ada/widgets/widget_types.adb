package body Widget_Types is

   --------------
   -- Is_Known --
   --------------

   function Is_Known (Name : String) return Boolean is
     (Name in "button" | "label" | "textbox" | "panel" | "checkbox" | "slider"
        | "container" | "canvas" | "corba_widget" | "secure_widget" | Failing);

end Widget_Types;
