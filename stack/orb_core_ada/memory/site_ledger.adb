package body Site_Ledger is

   use type Interfaces.Unsigned_64;

   type Fault_Table is array (Sites.Site) of Fault with Atomic_Components;

   Faults : Fault_Table := (others => None);

   protected Books is
      procedure Allocate (Place : Sites.Site);
      procedure Release
        (Place : Sites.Site; Octets : Count; Went_Wrong : Fault);
      function Read return Accounts;
   private
      Current : Accounts;
   end Books;

   -----------
   -- Books --
   -----------

   protected body Books is

      --------------
      -- Allocate --
      --------------

      procedure Allocate (Place : Sites.Site) is
         Entry_Of_Site : Account renames Current (Place);
      begin
         Entry_Of_Site.Allocations := Entry_Of_Site.Allocations + 1;
         Entry_Of_Site.Live_Objects := Entry_Of_Site.Live_Objects + 1;
      end Allocate;

      -------------
      -- Release --
      -------------

      procedure Release
        (Place : Sites.Site; Octets : Count; Went_Wrong : Fault)
      is
         Entry_Of_Site : Account renames Current (Place);
         Times : constant Count := (if Went_Wrong = Count_Twice then 2 else 1);
      begin
         if Went_Wrong /= Count_Without_Freeing then
            Entry_Of_Site.Live_Objects := Entry_Of_Site.Live_Objects - 1;
         end if;
         if Went_Wrong = Free_Without_Counting then
            return;
         end if;
         Entry_Of_Site.Deallocations := Entry_Of_Site.Deallocations + Times;
         if Sites.Is_Wiped (Place) and then Went_Wrong /= Skip_Zeroization then
            Entry_Of_Site.Zeroizations := Entry_Of_Site.Zeroizations + 1;
            Entry_Of_Site.Zeroized_Octets :=
              Entry_Of_Site.Zeroized_Octets + Octets;
         end if;
      end Release;

      ----------
      -- Read --
      ----------

      function Read return Accounts is (Current);

   end Books;

   --------------------
   -- Note_Allocated --
   --------------------

   procedure Note_Allocated (Place : Sites.Site) is
   begin
      Books.Allocate (Place);
   end Note_Allocated;

   -------------------
   -- Note_Released --
   -------------------

   procedure Note_Released
     (Place : Sites.Site; Octets : Count; Went_Wrong : Fault) is
   begin
      Books.Release (Place, Octets, Went_Wrong);
   end Note_Released;

   --------------
   -- Snapshot --
   --------------

   function Snapshot return Accounts is (Books.Read);

   --------------
   -- Fault_At --
   --------------

   function Fault_At (Place : Sites.Site) return Fault is (Faults (Place));

   ------------
   -- Inject --
   ------------

   procedure Inject (Place : Sites.Site; Value : Fault) is
   begin
      Faults (Place) := Value;
   end Inject;

   ------------------
   -- Clear_Faults --
   ------------------

   procedure Clear_Faults is
   begin
      for Place in Sites.Site loop
         Faults (Place) := None;
      end loop;
   end Clear_Faults;

end Site_Ledger;
