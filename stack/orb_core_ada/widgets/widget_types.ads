--  The types that a widget may be of, as the widget bridge names them

package Widget_Types is

   Most_Label_Octets : constant := 255;

   Failing : constant String := "failing_widget";
   --  There to fail

   function Is_Known (Name : String) return Boolean;

end Widget_Types;
