--  One JSON object a line on standard error for each call, once it is enabled:
--  a line costs about as much as a short call

package Call_Log is

   procedure Enable;

   procedure Note
     (Operation, Peer, Correlation_Id : String;
      Outcome                         : String);
   --  Outcome is "success", "dropped", or the exception's simple name

end Call_Log;
