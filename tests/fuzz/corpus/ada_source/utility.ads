generic
   type Object (<>) is limited private;
   type Name is access all Object;
package Deallocate is
   procedure Free (X : in out Name; S : String := "a ""b"" --");
private
   procedure Raw is new Unchecked_Deallocation (Object, Name);
end Deallocate;
separate (P.Q) procedure R is begin null; end R;
