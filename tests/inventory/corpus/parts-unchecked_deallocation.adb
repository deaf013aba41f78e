package body Parts.Unchecked_Deallocation is
   procedure Free (X : in out Name) is
      procedure Deallocate is new Ada.Unchecked_Deallocation (Object, Name);  --  COUNTS direct Object, Name
   begin
      Deallocate (X);
   end Free;
end Parts.Unchecked_Deallocation;
