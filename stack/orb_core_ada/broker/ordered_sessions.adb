with Ada.Exceptions;
with Ada.Text_IO;
with Ada.Unchecked_Deallocation;
with PolyORB.Annotations;
with PolyORB.Components;
with PolyORB.Filters;
with PolyORB.Filters.Iface;
with PolyORB.Initialization;
with PolyORB.Jobs;
with PolyORB.ORB;
with PolyORB.Protocols;
with PolyORB.Setup;
with PolyORB.Task_Info;
with PolyORB.Tasking.Condition_Variables;
with PolyORB.Tasking.Threads;
with PolyORB.Transport;
with PolyORB.Utils.Strings;
with PolyORB.Utils.Strings.Lists;
with Session_Queues;

package body Ordered_Sessions is

   use PolyORB.ORB;
   use PolyORB.Transport;
   use Session_Queues;
   use type PolyORB.Annotations.Notepad_Access;
   use type PolyORB.Components.Component_Access;
   use type PolyORB.Jobs.Job_Access;

   package Threads renames PolyORB.Tasking.Threads;

   type Policy is new Tasking_Policy_Type with null record;

   overriding procedure Handle_New_Server_Connection
     (P   : access Policy;
      ORB : ORB_Access;
      AC  : Active_Connection);

   overriding procedure Handle_New_Client_Connection
     (P   : access Policy;
      ORB : ORB_Access;
      AC  : Active_Connection);

   overriding procedure Handle_Close_Connection
     (P  : access Policy;
      TE : Transport_Endpoint_Access);

   overriding procedure Handle_Request_Execution
     (P   : access Policy;
      ORB : ORB_Access;
      RJ  : access Request_Job'Class);

   overriding procedure Idle
     (P         : access Policy;
      This_Task : PolyORB.Task_Info.Task_Info_Access;
      ORB       : ORB_Access);

   type Session_Task is new Threads.Runnable with record
      Waiting : Queue_Access;
   end record;

   overriding procedure Run (R : not null access Session_Task);

   type Queue_Note is new PolyORB.Annotations.Note with record
      Waiting : Queue_Access;
   end record;
   --  By which a session's queue is found

   procedure Free is new Ada.Unchecked_Deallocation
     (PolyORB.Annotations.Notepad, PolyORB.Annotations.Notepad_Access);

   function Session_Of
     (TE : Transport_Endpoint_Access) return PolyORB.Protocols.Session_Access;

   procedure Run_One (Job : PolyORB.Jobs.Job_Access);

   procedure Initialize;

   ----------------
   -- Session_Of --
   ----------------

   --  The topmost of the layers above an endpoint

   function Session_Of
     (TE : Transport_Endpoint_Access) return PolyORB.Protocols.Session_Access
   is
      Layer : PolyORB.Components.Component_Access := Upper (TE);
      Above : PolyORB.Components.Component_Access;
   begin
      loop
         Above := PolyORB.Filters.Upper
           (PolyORB.Filters.Filter_Access (Layer));
         exit when Above = null;
         Layer := Above;
      end loop;
      return PolyORB.Protocols.Session_Access (Layer);
   end Session_Of;

   ----------------------------------
   -- Handle_New_Server_Connection --
   ----------------------------------

   overriding procedure Handle_New_Server_Connection
     (P   : access Policy;
      ORB : ORB_Access;
      AC  : Active_Connection)
   is
      pragma Unreferenced (P, ORB);
      Waiting : constant Queue_Access := new Queue;
      Notes   : constant PolyORB.Annotations.Notepad_Access :=
        new PolyORB.Annotations.Notepad;
      Ignored : Threads.Thread_Access;
      pragma Unreferenced (Ignored);
   begin
      PolyORB.Annotations.Set_Note
        (Notes.all,
         Queue_Note'(PolyORB.Annotations.Note with Waiting => Waiting));
      PolyORB.Protocols.Set_Task_Info (Session_Of (AC.TE), Notes);
      Ignored := Threads.Run_In_Task
        (Threads.Get_Thread_Factory,
         Name => "Session",
         R    => new Session_Task'(Threads.Runnable with Waiting => Waiting));
      PolyORB.Components.Emit_No_Reply
        (PolyORB.Components.Component_Access (AC.TE),
         PolyORB.Filters.Iface.Connect_Indication'(null record));
   end Handle_New_Server_Connection;

   ----------------------------------
   -- Handle_New_Client_Connection --
   ----------------------------------

   overriding procedure Handle_New_Client_Connection
     (P   : access Policy;
      ORB : ORB_Access;
      AC  : Active_Connection)
   is
      pragma Unreferenced (P, ORB);
   begin
      PolyORB.Components.Emit_No_Reply
        (PolyORB.Components.Component_Access (AC.TE),
         PolyORB.Filters.Iface.Connect_Confirmation'(null record));
   end Handle_New_Client_Connection;

   -----------------------------
   -- Handle_Close_Connection --
   -----------------------------

   overriding procedure Handle_Close_Connection
     (P  : access Policy;
      TE : Transport_Endpoint_Access)
   is
      pragma Unreferenced (P);
      Session : constant PolyORB.Protocols.Session_Access := Session_Of (TE);
      Notes   : PolyORB.Annotations.Notepad_Access :=
        PolyORB.Protocols.Get_Task_Info (Session);
      Own     : Queue_Note;
   begin
      if Notes = null then
         --  One that the core opened, to call back
         return;
      end if;
      PolyORB.Protocols.Set_Task_Info (Session, null);
      PolyORB.Annotations.Get_Note (Notes.all, Own);
      PolyORB.Annotations.Destroy (Notes.all);
      Free (Notes);
      Close (Own.Waiting.all);
   end Handle_Close_Connection;

   ------------------------------
   -- Handle_Request_Execution --
   ------------------------------

   overriding procedure Handle_Request_Execution
     (P   : access Policy;
      ORB : ORB_Access;
      RJ  : access Request_Job'Class)
   is
      pragma Unreferenced (P, ORB);
      Job   : constant PolyORB.Jobs.Job_Access :=
        PolyORB.Jobs.Job_Access (RJ);
      Notes : constant PolyORB.Annotations.Notepad_Access :=
        PolyORB.Protocols.Get_Task_Info
          (PolyORB.Protocols.Session_Access (RJ.Request.Requesting_Component));
      Own   : Queue_Note;
   begin
      if Notes = null then
         --  A request on a connection that the core opened, or on one that
         --  has ended: no task is there for it but this
         Run_One (Job);
      else
         PolyORB.Annotations.Get_Note (Notes.all, Own);
         Put (Own.Waiting.all, Job);
      end if;
   end Handle_Request_Execution;

   ----------
   -- Idle --
   ----------

   overriding procedure Idle
     (P         : access Policy;
      This_Task : PolyORB.Task_Info.Task_Info_Access;
      ORB       : ORB_Access)
   is
      pragma Unreferenced (P, ORB);
   begin
      PolyORB.Tasking.Condition_Variables.Wait
        (PolyORB.Task_Info.Condition (This_Task.all),
         PolyORB.Task_Info.Mutex (This_Task.all));
   end Idle;

   -------------
   -- Run_One --
   -------------

   procedure Run_One (Job : PolyORB.Jobs.Job_Access) is
   begin
      PolyORB.Jobs.Run (Job);
   exception
      when Error : others =>
         --  The ORB's own affair, as servants' exceptions are answered: the
         --  connection's next request may fare better
         Ada.Text_IO.Put_Line
           (Ada.Text_IO.Standard_Error,
            "orbbench-core-ada: a request ended by "
            & Ada.Exceptions.Exception_Name (Error) & ": "
            & Ada.Exceptions.Exception_Message (Error));
   end Run_One;

   ---------
   -- Run --
   ---------

   overriding procedure Run (R : not null access Session_Task) is
      Job : PolyORB.Jobs.Job_Access;
   begin
      loop
         Take (R.Waiting.all, Job);
         exit when Job = null;
         Run_One (Job);
      end loop;
      Free (R.Waiting);
   end Run;

   ----------------
   -- Initialize --
   ----------------

   procedure Initialize is
   begin
      PolyORB.Setup.The_Tasking_Policy := new Policy;
   end Initialize;

   use PolyORB.Utils.Strings;
   use PolyORB.Utils.Strings.Lists;

begin
   PolyORB.Initialization.Register_Module
     (PolyORB.Initialization.Module_Info'
        (Name      => +"orb.ordered_sessions",
         Conflicts => +"no_tasking",
         Depends   => +"tasking.condition_variables",
         Provides  => +"orb.tasking_policy!",
         Implicit  => False,
         Init      => Initialize'Access,
         Shutdown  => null));
end Ordered_Sessions;
