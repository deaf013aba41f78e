with Ada.Unchecked_Deallocation;
package body P is
   type A is access all Integer;
   procedure Free is
     new Ada.Unchecked_Deallocation
       (Object => Integer, Name => A);
   procedure Q (X : in out A) is
   begin
      if X /= null then Free (X); end if;  -- new Ada.Unchecked_Deallocation
   exception when others => null;
   end Q;
end P;
