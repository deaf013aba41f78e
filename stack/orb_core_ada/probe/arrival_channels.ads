--  What the oneways brought, by channel. Any task may call; at most
--  Most_Channels are kept.

with Interfaces;

package Arrival_Channels is

   Most_Channels : constant := 1_024;

   subtype Count is Interfaces.Unsigned_64;

   type Counts is record
      Arrived              : Count := 0;
      Out_Of_Order         : Count := 0;
      Last_Sequence_Number : Count := 0;
   end record;

   procedure Note (Channel : String; Sequence_Number : Count);

   function Counts_Of (Channel : String) return Counts;
   --  All zero for an unknown channel

   procedure Forget (Channel : String);

end Arrival_Channels;
