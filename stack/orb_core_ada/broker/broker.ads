--  What all servants share: the counts of requests, the faults of replies,
--  and the end of the process. Any task may call.

with Interfaces;
with Operations;

package Broker is

   subtype Count is Interfaces.Unsigned_64;

   procedure Note_Request
     (Operation : Operations.Operation; Number : out Count);
   --  Counts a request and numbers it

   function Requests (Operation : Operations.Operation) return Count;

   procedure Pause (Period : Duration; Cut_Short : out Boolean);
   --  Sleeps, but no longer than the core lives

   procedure Stop;
   --  Wakes all that pause, for good

   procedure Delay_Replies (Fixed : Duration; Percent : Long_Float);

   procedure Drop_Replies (Number : Interfaces.Unsigned_32);

   function Reply_Delay (Elapsed : Duration) return Duration;
   --  How much longer than Elapsed a call must take

   procedure Take_Reply_To_Drop (Taken : out Boolean);

end Broker;
