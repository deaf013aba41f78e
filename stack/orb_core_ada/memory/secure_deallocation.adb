with Ada.Unchecked_Deallocation;
with Site_Ledger;
with System.Storage_Elements;
with Wiping;

package body Secure_Deallocation is

   use System.Storage_Elements;
   use type Site_Ledger.Fault;

   procedure Free is new Ada.Unchecked_Deallocation (Object, Name);

   function Octets_Of (Item : Name) return Storage_Count;

   --------------
   -- Allocate --
   --------------

   function Allocate (Value : Object) return Name is
   begin
      return Item : constant Name := new Object'(Value) do
         Site_Ledger.Note_Allocated (Place);
      end return;
   end Allocate;

   ---------------
   -- Octets_Of --
   ---------------

   function Octets_Of (Item : Name) return Storage_Count is
     ((Item.all'Size + System.Storage_Unit - 1) / System.Storage_Unit);

   ----------------
   -- Deallocate --
   ----------------

   procedure Deallocate (Item : in out Name) is
      Fault  : constant Site_Ledger.Fault := Site_Ledger.Fault_At (Place);
      Octets : Storage_Count;
   begin
      if Item = null then
         return;
      end if;
      Octets := Octets_Of (Item);

      if Fault in Site_Ledger.Leak | Site_Ledger.Count_Without_Freeing then
         Item := null;
      else
         if Sites.Is_Wiped (Place)
           and then Fault not in Site_Ledger.Wiping_Fault
         then
            Wiping.Wipe (Item.all'Address, Octets);
         end if;
         Free (Item);
      end if;

      if Fault /= Site_Ledger.Leak then
         Site_Ledger.Note_Released
           (Place, Site_Ledger.Count (Octets), Fault);
      end if;
   end Deallocate;

end Secure_Deallocation;
