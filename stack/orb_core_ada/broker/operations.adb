with Ada.Characters.Handling;

package body Operations is

   -------------
   -- Name_Of --
   -------------

   function Name_Of (Value : Operation) return String is
     (Ada.Characters.Handling.To_Lower (Operation'Image (Value)));

end Operations;
