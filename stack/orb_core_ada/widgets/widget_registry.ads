--  The core's widgets, by id. Any task may call. Bounded.

with Interfaces;
with OrbCore;
with Widget_Uses;

package Widget_Registry is

   subtype Identity is Interfaces.Integer_64;

   procedure Set_Most_Widgets (Number : Positive);
   --  Before the first Create

   procedure Create
     (Widget_Id : Identity;
      Type_Name : String;
      Label     : String;
      Secret    : OrbCore.Octets);
   --  Raises OrbCore.WidgetExists, BAD_PARAM, IMP_LIMIT, INTERNAL

   procedure Look_Up (Widget_Id : Identity; Found : out Boolean);
   --  Verifies the widget's seal; raises INTERNAL if it is broken

   procedure Use_Widget
     (Widget_Id : Identity; Used : in out Widget_Uses.Use_Of_Widget);
   --  Of none afterwards when there is none

   function List (Offset, Limit : Natural) return OrbCore.WidgetDescriptions;
   --  Raises BAD_PARAM for a limit outside 1 to 100

   procedure Relabel
     (Widget_Id : Identity; Label : String; Found : out Boolean);
   --  Raises BAD_PARAM for a label that cannot be

   procedure Destroy (Widget_Id : Identity; Found : out Boolean);
   --  Returns when the last use has ended and the memory is released

   procedure Destroy_All;

end Widget_Registry;
