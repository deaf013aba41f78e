--  A child whose simple name is the library's: only who names it in a with clause sees it.
package Parts.Unchecked_Deallocation is
   generic
      type Object is private;
      type Name is access Object;
   procedure Free (X : in out Name);
end Parts.Unchecked_Deallocation;
