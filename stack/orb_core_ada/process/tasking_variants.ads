--  PolyORB's tasking policy is a matter of linking: each policy has a program
--  of its own, beside the others

with Core_Options;

package Tasking_Variants is

   Missing : exception;
   --  One line

   procedure Become (Policy : Core_Options.Tasking_Policy);
   --  This process goes on as the program with that policy, with the same
   --  arguments. Returns only by raising Missing

end Tasking_Variants;
