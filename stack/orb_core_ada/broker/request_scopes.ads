--  One request from its dispatch to its reply: the objects that describe it,
--  its place in the queue, and the faults armed against its reply. Declared
--  first in every servant operation; its end holds the reply back, or marks it
--  to be dropped, as the faults say.

with Operations;

private with Ada.Finalization;
private with Ada.Real_Time;
private with Broker;
private with Call_Contexts;
private with Owned_Objects;
private with Owned_Octets;
private with Sites;

package Request_Scopes is

   type Reply_Mode is (Two_Way, One_Way);

   type Request_Scope
     (Operation : Operations.Operation;
      Mode      : Reply_Mode) is limited private;

private

   type Header is record
      Operation      : Operations.Operation;
      Mode           : Reply_Mode;
      Peer           : String (1 .. 64);
      Correlation_Id : String (1 .. 128);
   end record;

   type Queue_Entry is record
      Number    : Broker.Count;
      Operation : Operations.Operation;
   end record;

   type Context_List is record
      Ids   : Call_Contexts.Context_Ids;
      Count : Natural;
   end record;

   type Quality is record
      Response_Expected : Boolean;
      Reply_Delay       : Duration;
   end record;

   type Dispatch is record
      Arrived    : Ada.Real_Time.Time;
      Dispatched : Ada.Real_Time.Time;
   end record;

   type Reply is record
      Elapsed : Duration;
      Dropped : Boolean;
   end record;

   package Headers is new Owned_Objects (Sites.Request_Header, Header);
   package Queue_Entries is new Owned_Objects
     (Sites.Request_Queue_Entry, Queue_Entry);
   package Operation_Names is new Owned_Octets (Sites.Operation_Name);
   package Context_Lists is new Owned_Objects
     (Sites.Service_Context_List, Context_List);
   package Qualities is new Owned_Objects (Sites.Qos_Parameters, Quality);
   package Dispatches is new Owned_Objects (Sites.Dispatch_Record, Dispatch);
   package Replies is new Owned_Objects (Sites.Reply_Header, Reply);
   package Reply_Contexts is new Owned_Objects
     (Sites.Reply_Context_List, Context_List);

   type Request_Scope
     (Operation : Operations.Operation;
      Mode      : Reply_Mode) is
     new Ada.Finalization.Limited_Controlled with
   record
      Place      : Queue_Entries.Owned;
      Header     : Headers.Owned;
      Name       : Operation_Names.Owned;
      Contexts   : Context_Lists.Owned;
      Qos        : Qualities.Owned;
      Dispatched : Dispatches.Owned;
      Reply      : Replies.Owned;
      Replied    : Reply_Contexts.Owned;
   end record;

   overriding procedure Initialize (Self : in out Request_Scope);
   overriding procedure Finalize (Self : in out Request_Scope);

end Request_Scopes;
