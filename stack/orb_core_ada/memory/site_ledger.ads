--  What happened at each site since the core started. One per process; any
--  task may call. A snapshot is a single instant.

with Interfaces;
with Sites;

package Site_Ledger is

   subtype Count is Interfaces.Unsigned_64;

   type Account is record
      Allocations     : Count := 0;
      Deallocations   : Count := 0;
      Zeroizations    : Count := 0;
      Zeroized_Octets : Count := 0;
      Live_Objects    : Count := 0;
      --  Blocks that are out: counted by taking and giving them back, not
      --  from the figures above, so that the two can be compared
   end record;

   type Accounts is array (Sites.Site) of Account;

   type Fault is
     (None,
      Skip_Zeroization,
      Leak,
      Count_Twice,
      Count_Without_Freeing,
      Free_Without_Counting,
      Pretend_Zeroization);
   --  The ways in which deallocation at a site can be made to go wrong

   subtype Wiping_Fault is Fault
     with Static_Predicate =>
       Wiping_Fault in Skip_Zeroization | Pretend_Zeroization;
   --  Those that make no sense at a site that never wipes

   procedure Note_Allocated (Place : Sites.Site);

   procedure Note_Released
     (Place : Sites.Site; Octets : Count; Went_Wrong : Fault);
   --  Books the end of a block as the fault would have it, None for truly

   function Snapshot return Accounts;

   function Fault_At (Place : Sites.Site) return Fault;

   procedure Inject (Place : Sites.Site; Value : Fault);

   procedure Clear_Faults;

end Site_Ledger;
