with Ada.Real_Time;
with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;
with Call_Contexts;
with Call_Log;
with Interfaces;
with PolyORB.Any;
with PolyORB.Binding_Objects;
with PolyORB.QoS.Service_Contexts;
with PolyORB.Representations.CDR.Common;
with PolyORB.Request_QoS;
with PolyORB.Smart_Pointers;
with PolyORB.Transport.Connected.Sockets.Peers;
with PolyORB.Types;
with Service_Contexts;

package body Traced_Servants is

   use Ada.Strings.Unbounded;
   use PolyORB.QoS;
   use PolyORB.QoS.Service_Contexts;
   use PolyORB.Requests;
   use type Interfaces.Unsigned_32;

   package Peers renames PolyORB.Transport.Connected.Sockets.Peers;

   function Endpoint_Of
     (Req : Request) return PolyORB.Transport.Transport_Endpoint_Access;

   procedure Note_Contexts (Req : Request; Call : in out Call_Contexts.Call);

   function Describe (Req : Request) return Call_Contexts.Call;

   function Simple_Name (Repository_Id : String) return String;
   --  WidgetNotFound of IDL:OrbCore/WidgetNotFound:1.0

   function Outcome_Of (Req : Request; Call : Call_Contexts.Call)
     return String;

   procedure Add_Detail (Req : in out Request; Text : String);

   procedure Finish (Req : in out Request);

   -----------------
   -- Endpoint_Of --
   -----------------

   function Endpoint_Of
     (Req : Request) return PolyORB.Transport.Transport_Endpoint_Access is
     (if PolyORB.Smart_Pointers.Is_Nil (Req.Dependent_Binding_Object)
      then null
      else PolyORB.Binding_Objects.Get_Endpoint
        (Req.Dependent_Binding_Object));

   -------------------
   -- Note_Contexts --
   -------------------

   procedure Note_Contexts (Req : Request; Call : in out Call_Contexts.Call) is
      use Service_Context_Lists;

      Parameter : constant QoS_Parameter_Access :=
        PolyORB.Request_QoS.Extract_Request_Parameter
          (GIOP_Service_Contexts, Req);
      Position  : Iterator;
   begin
      if Parameter = null then
         return;
      end if;
      Position := First
        (QoS_GIOP_Service_Contexts_Parameter (Parameter.all).Service_Contexts);
      while not Last (Position)
        and then Call.Context_Count < Call_Contexts.Most_Contexts
      loop
         Call.Context_Count := Call.Context_Count + 1;
         Call.Contexts (Call.Context_Count) :=
           Interfaces.Unsigned_32 (Value (Position).Context_Id);
         if Call.Contexts (Call.Context_Count)
           = Standard.Service_Contexts.Correlation
         then
            Call.Correlation_Id := To_Unbounded_String
              (Standard.Service_Contexts.Decode_Correlation
                 (Value (Position).Context_Data.all));
         end if;
         Next (Position);
      end loop;
   end Note_Contexts;

   --------------
   -- Describe --
   --------------

   function Describe (Req : Request) return Call_Contexts.Call is
   begin
      return Call : Call_Contexts.Call do
         Call.Arrived := Ada.Real_Time.Clock;
         Call.Peer := To_Unbounded_String (Peers.Image (Endpoint_Of (Req)));
         Note_Contexts (Req, Call);
      end return;
   end Describe;

   -----------------
   -- Simple_Name --
   -----------------

   function Simple_Name (Repository_Id : String) return String is
      use Ada.Strings;
      Slash : constant Natural :=
        Fixed.Index (Repository_Id, "/", Going => Backward);
      Colon : constant Natural :=
        Fixed.Index (Repository_Id, ":", Going => Backward);
   begin
      return Repository_Id
        (Slash + 1
         .. (if Colon > Slash then Colon - 1 else Repository_Id'Last));
   end Simple_Name;

   ----------------
   -- Outcome_Of --
   ----------------

   function Outcome_Of (Req : Request; Call : Call_Contexts.Call)
     return String is
     (if Call.Drop_Reply then "dropped"
      elsif PolyORB.Any.Is_Empty (Req.Exception_Info) then "success"
      else Simple_Name
        (PolyORB.Types.To_Standard_String
           (PolyORB.Any.TypeCode.Id
              (PolyORB.Any.Get_Type (Req.Exception_Info)))));

   ----------------
   -- Add_Detail --
   ----------------

   procedure Add_Detail (Req : in out Request; Text : String) is
      Parameter : constant QoS_GIOP_Service_Contexts_Parameter_Access :=
        new QoS_GIOP_Service_Contexts_Parameter;
   begin
      Service_Context_Lists.Append
        (Parameter.Service_Contexts,
         (Context_Id   =>
            Service_Id (Standard.Service_Contexts.Exception_Detail),
          Context_Data => new PolyORB.Representations.CDR.Common.Encapsulation'
            (Standard.Service_Contexts.Encode_Detail (Text))));
      PolyORB.Request_QoS.Add_Reply_QoS
        (Req, GIOP_Service_Contexts, QoS_Parameter_Access (Parameter));
   end Add_Detail;

   ------------
   -- Finish --
   ------------

   procedure Finish (Req : in out Request) is
      Call : constant Call_Contexts.Call := Call_Contexts.Current;
   begin
      Call_Log.Note
        (Operation      => Req.Operation.all,
         Peer           => To_String (Call.Peer),
         Correlation_Id => To_String (Call.Correlation_Id),
         Outcome        => Outcome_Of (Req, Call));
      if not PolyORB.Any.Is_Empty (Req.Exception_Info)
        and then Call.Exception_Text /= ""
      then
         Add_Detail (Req, To_String (Call.Exception_Text));
      end if;
      if Call.Drop_Reply then
         Peers.Break (Endpoint_Of (Req));
      end if;
   end Finish;

   ---------------------
   -- Execute_Servant --
   ---------------------

   overriding function Execute_Servant
     (Self : not null access Servant;
      Req  : Request_Access) return Boolean
   is
      Outer : constant Call_Contexts.Call := Call_Contexts.Current;
      --  Of the call in whose midst this task took on another: it may, while
      --  it waits for the answer to a call of its own
   begin
      Call_Contexts.Start (Describe (Req.all));
      return Executed : constant Boolean :=
        PortableServer.Execute_Servant
          (PortableServer.Servant_Base (Self.all)'Access, Req)
      do
         Finish (Req.all);
         Call_Contexts.Start (Outer);
      end return;
   end Execute_Servant;

end Traced_Servants;
