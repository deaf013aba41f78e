--  The operations that the core counts its requests by

package Operations is

   pragma Preelaborate;

   type Operation is
     (Open_Registry,
      Open_Probe,
      Open_Diagnostics,
      Open_Faults,
      Create,
      Find,
      List,
      Destroy,
      Relabel,
      Widget_Id,
      Invoke,
      Ping,
      Echo_String,
      Echo_Octets,
      Echo_Samples,
      Echo_Any,
      Notify,
      Arrivals,
      Forget_Arrivals,
      Hold,
      Execute,
      Executions,
      Forget,
      Call_Back,
      Read_Ledger,
      Read_Process,
      Inject,
      Delay_Replies,
      Drop_Replies,
      Crash,
      Clear_Faults);

   function Name_Of (Value : Operation) return String;
   --  As in metrics: create, echo_string

end Operations;
