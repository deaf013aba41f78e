with Ada.Unchecked_Deallocation;

package Renamings is
   generic procedure Release renames Ada.Unchecked_Deallocation;
   package Library renames Ada;

   package Inner is
      generic procedure Again renames Release;
   private
      generic procedure Hidden renames Release;
   end Inner;
end Renamings;
