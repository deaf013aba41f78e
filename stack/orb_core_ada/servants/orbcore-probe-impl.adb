with Ada.Streams;
with Ada.Strings.Fixed;
with Arrival_Channels;
with Broker;
with Held_Samples;
with Operations;
with OrbCore.Probe.Skel;
pragma Unreferenced (OrbCore.Probe.Skel);
with Owned_Objects;
with Owned_Octets;
with Request_Scopes;
with Sites;
with System_Exceptions;
with Token_Executions;

package body OrbCore.Probe.Impl is

   use Request_Scopes;
   use System_Exceptions;
   use type CORBA.Unsigned_Long;

   Most_Hold_Milliseconds : constant := 60_000;
   Most_Turns             : constant := 1_000;
   Most_Token_Octets      : constant := 64;
   Most_Channel_Octets    : constant := 64;

   type Held_Any is record
      Value : CORBA.Any;
   end record;

   type Held_Type is record
      Value : CORBA.TypeCode.Object;
   end record;

   type Timer is record
      Period : Duration;
   end record;

   type Callback is record
      Target : ProbeCallback.Ref;
   end record;

   type Message is record
      Turn   : CORBA.Unsigned_Long;
      Answer : CORBA.Unsigned_Long;
   end record;

   package String_Buffers is new Owned_Octets (Sites.String_Buffer);
   package Octet_Buffers is new Owned_Octets (Sites.Octet_Buffer);
   package Any_Copies is new Owned_Objects (Sites.Any_Copy, Held_Any);
   package Type_Copies is new Owned_Objects
     (Sites.Type_Code_Copy, Held_Type);
   package Snapshots is new Owned_Objects
     (Sites.Arrival_Snapshot, Arrival_Channels.Counts);
   package Timers is new Owned_Objects (Sites.Hold_Timer, Timer);
   package Callbacks is new Owned_Objects
     (Sites.Callback_Reference, Callback);
   package Messages is new Owned_Objects (Sites.Callback_Message, Message);

   function Trimmed (Image : String) return String is
     (Ada.Strings.Fixed.Trim (Image, Ada.Strings.Both));

   procedure Check_Length (What, Text : String; Most : Positive);

   procedure Check_At_Most
     (What : String; Value, Most : CORBA.Unsigned_Long);

   ------------------
   -- Check_Length --
   ------------------

   procedure Check_Length (What, Text : String; Most : Positive) is
   begin
      if Text'Length not in 1 .. Most then
         Raise_Bad_Param
           (Out_Of_Range,
            "the " & What & " has" & Natural'Image (Text'Length)
            & " octets, and must have 1 to" & Positive'Image (Most));
      end if;
   end Check_Length;

   -------------------
   -- Check_At_Most --
   -------------------

   procedure Check_At_Most
     (What : String; Value, Most : CORBA.Unsigned_Long) is
   begin
      if Value > Most then
         Raise_Bad_Param
           (Out_Of_Range,
            What & ": " & Trimmed (CORBA.Unsigned_Long'Image (Value))
            & ", of " & Trimmed (CORBA.Unsigned_Long'Image (Most))
            & " at most");
      end if;
   end Check_At_Most;

   ----------
   -- Ping --
   ----------

   procedure Ping (Self : not null access Object) is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Ping, Two_Way);
      pragma Unreferenced (Scope);
   begin
      null;
   end Ping;

   -----------------
   -- Echo_String --
   -----------------

   function Echo_String
     (Self  : not null access Object;
      Value : CORBA.String) return CORBA.String
   is
      pragma Unreferenced (Self);
      Scope  : Request_Scope (Operations.Echo_String, Two_Way);
      pragma Unreferenced (Scope);
      Buffer : String_Buffers.Owned;
   begin
      String_Buffers.Hold_Text (Buffer, CORBA.To_Standard_String (Value));
      return CORBA.To_CORBA_String (String_Buffers.Text (Buffer));
   end Echo_String;

   -----------------
   -- Echo_Octets --
   -----------------

   function Echo_Octets
     (Self  : not null access Object;
      Value : Octets) return Octets
   is
      pragma Unreferenced (Self);
      use Ada.Streams;

      Scope  : Request_Scope (Operations.Echo_Octets, Two_Way);
      pragma Unreferenced (Scope);
      Buffer : Octet_Buffers.Owned;
   begin
      Octet_Buffers.Hold_Zeroes
        (Buffer, Stream_Element_Count (Length (Value)));
      for J in Buffer.Content'Range loop
         Buffer.Content (J) :=
           Stream_Element (Get_Element (Value, Positive (J)));
      end loop;
      return Echoed : Octets := To_Sequence (Buffer.Content'Length) do
         for J in Buffer.Content'Range loop
            Replace_Element
              (Echoed, Positive (J), CORBA.Octet (Buffer.Content (J)));
         end loop;
      end return;
   end Echo_Octets;

   ------------------
   -- Echo_Samples --
   ------------------

   function Echo_Samples
     (Self  : not null access Object;
      Value : Samples) return Samples
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Echo_Samples, Two_Way);
      pragma Unreferenced (Scope);
      Held  : Held_Samples.Samples;
   begin
      Held.Hold (Value);
      return Held.Content;
   end Echo_Samples;

   --------------
   -- Echo_Any --
   --------------

   function Echo_Any
     (Self  : not null access Object;
      Value : CORBA.Any) return CORBA.Any
   is
      pragma Unreferenced (Self);
      Scope   : Request_Scope (Operations.Echo_Any, Two_Way);
      pragma Unreferenced (Scope);
      Copy    : Any_Copies.Owned;
      Type_Of : Type_Copies.Owned;
   begin
      Copy.Hold ((Value => Value));
      Type_Of.Hold ((Value => CORBA.Get_Type (Value)));
      return Copy.Content.Value;
   end Echo_Any;

   ------------
   -- Notify --
   ------------

   procedure Notify
     (Self            : not null access Object;
      Channel         : CORBA.String;
      Sequence_Number : CORBA.Unsigned_Long_Long)
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Notify, One_Way);
      pragma Unreferenced (Scope);
      Name  : constant String := CORBA.To_Standard_String (Channel);
   begin
      Check_Length ("channel", Name, Most_Channel_Octets);
      Arrival_Channels.Note (Name, Arrival_Channels.Count (Sequence_Number));
   end Notify;

   --------------
   -- Arrivals --
   --------------

   function Arrivals
     (Self    : not null access Object;
      Channel : CORBA.String) return ArrivalReport
   is
      pragma Unreferenced (Self);
      Scope    : Request_Scope (Operations.Arrivals, Two_Way);
      pragma Unreferenced (Scope);
      Snapshot : Snapshots.Owned;
   begin
      Snapshot.Hold
        (Arrival_Channels.Counts_Of (CORBA.To_Standard_String (Channel)));
      return
        (arrived      =>
           CORBA.Unsigned_Long_Long (Snapshot.Content.Arrived),
         out_of_order =>
           CORBA.Unsigned_Long_Long (Snapshot.Content.Out_Of_Order),
         last_sequence_number =>
           CORBA.Unsigned_Long_Long (Snapshot.Content.Last_Sequence_Number));
   end Arrivals;

   ---------------------
   -- Forget_Arrivals --
   ---------------------

   procedure Forget_Arrivals
     (Self    : not null access Object;
      Channel : CORBA.String)
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Forget_Arrivals, Two_Way);
      pragma Unreferenced (Scope);
   begin
      Arrival_Channels.Forget (CORBA.To_Standard_String (Channel));
   end Forget_Arrivals;

   ----------
   -- Hold --
   ----------

   procedure Hold
     (Self         : not null access Object;
      Milliseconds : CORBA.Unsigned_Long)
   is
      pragma Unreferenced (Self);
      Scope     : Request_Scope (Operations.Hold, Two_Way);
      pragma Unreferenced (Scope);
      Own       : Timers.Owned;
      Cut_Short : Boolean;
   begin
      Check_At_Most
        ("milliseconds to hold", Milliseconds, Most_Hold_Milliseconds);
      Own.Hold ((Period => Duration (Milliseconds) / 1_000));
      Broker.Pause (Own.Content.Period, Cut_Short);
      if Cut_Short then
         Raise_Transient (Shutting_Down, "the core is shutting down");
      end if;
   end Hold;

   -------------
   -- Execute --
   -------------

   function Execute
     (Self  : not null access Object;
      Token : CORBA.String) return CORBA.Unsigned_Long
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Execute, Two_Way);
      pragma Unreferenced (Scope);
      Name  : constant String := CORBA.To_Standard_String (Token);
      Times : Token_Executions.Count;
   begin
      Check_Length ("token", Name, Most_Token_Octets);
      Token_Executions.Execute (Name, Times);
      if CORBA.Unsigned_Long (Times) = 0 then
         Raise_Imp_Limit
           (Limit_Reached, "the core keeps all the tokens it may");
      end if;
      return CORBA.Unsigned_Long (Times);
   end Execute;

   ----------------
   -- Executions --
   ----------------

   function Executions
     (Self  : not null access Object;
      Token : CORBA.String) return CORBA.Unsigned_Long
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Executions, Two_Way);
      pragma Unreferenced (Scope);
   begin
      return CORBA.Unsigned_Long
        (Token_Executions.Times_Of (CORBA.To_Standard_String (Token)));
   end Executions;

   ------------
   -- Forget --
   ------------

   procedure Forget
     (Self  : not null access Object;
      Token : CORBA.String)
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Forget, Two_Way);
      pragma Unreferenced (Scope);
   begin
      Token_Executions.Forget (CORBA.To_Standard_String (Token));
   end Forget;

   ---------------
   -- Call_Back --
   ---------------

   function Call_Back
     (Self   : not null access Object;
      Target : ProbeCallback.Ref;
      Turns  : CORBA.Unsigned_Long) return CORBA.Unsigned_Long
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Call_Back, Two_Way);
      pragma Unreferenced (Scope);
      Own   : Callbacks.Owned;
      Sum   : CORBA.Unsigned_Long := 0;
   begin
      if ProbeCallback.Is_Nil (Target) then
         Raise_Bad_Param (Out_Of_Range, "the object to call back is nil");
      end if;
      Check_At_Most ("turns", Turns, Most_Turns);
      Own.Hold ((Target => Target));
      for Turn in 1 .. Turns loop
         declare
            Call : Messages.Owned;
         begin
            Call.Hold ((Turn => Turn, Answer => 0));
            Call.Content.Answer :=
              ProbeCallback.called (Own.Content.Target, Turn);
            Sum := Sum + Call.Content.Answer;
         end;
      end loop;
      return Sum;
   end Call_Back;

end OrbCore.Probe.Impl;
