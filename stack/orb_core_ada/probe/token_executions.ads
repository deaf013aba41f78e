--  How often each idempotency token was executed. Any task may call; at most
--  Most_Tokens are kept.

with Interfaces;

package Token_Executions is

   Most_Tokens : constant := 100_000;

   subtype Count is Interfaces.Unsigned_32;

   procedure Execute (Token : String; Times : out Count);
   --  The count after this execution; 0 when there is no room for a new token

   function Times_Of (Token : String) return Count;

   procedure Forget (Token : String);

end Token_Executions;
