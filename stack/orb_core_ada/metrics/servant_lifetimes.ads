--  How long widget servants lived: polyorb_servant_lifetime_seconds. Any task
--  may call.

with Interfaces;

package Servant_Lifetimes is

   subtype Count is Interfaces.Unsigned_64;

   type Bound is range 1 .. 9;

   type Counts is array (Bound) of Count;

   type Figures is record
      At_Most : Counts := (others => 0);  --  cumulative, for each bound
      Total   : Count := 0;
      Seconds : Long_Float := 0.0;
   end record;

   function Label_Of (Value : Bound) return String;
   --  In seconds

   procedure Note (Lifetime : Duration);

   function Snapshot return Figures;

end Servant_Lifetimes;
