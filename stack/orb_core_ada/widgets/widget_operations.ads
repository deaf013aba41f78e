--  The operations that the IDL names at Widget::invoke

with Argument_Lists;
with CORBA;
with Widgets;

package Widget_Operations is

   function Run
     (Widget    : in out Widgets.Widget;
      Name      : String;
      Arguments : Argument_Lists.Argument_List) return CORBA.Any;
   --  Raises what the IDL says there

end Widget_Operations;
