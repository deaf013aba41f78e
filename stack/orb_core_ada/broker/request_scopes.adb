with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;

package body Request_Scopes is

   use Ada.Real_Time;
   use Ada.Strings.Unbounded;

   Longest_Spin : constant Duration := 0.001;
   --  Longer delays sleep: a sleep overshoots by some 50 us

   function Padded
     (Text : Unbounded_String; Length : Positive) return String;

   procedure Hold_Reply_Back (Self : in out Request_Scope);

   ------------
   -- Padded --
   ------------

   function Padded
     (Text : Unbounded_String; Length : Positive) return String is
     (Ada.Strings.Fixed.Head (To_String (Text), Length, ASCII.NUL));

   ----------------
   -- Initialize --
   ----------------

   overriding procedure Initialize (Self : in out Request_Scope) is
      Call     : constant Call_Contexts.Call := Call_Contexts.Current;
      Contexts : constant Context_List := (Call.Contexts, Call.Context_Count);
      Number   : Broker.Count;
   begin
      Broker.Note_Request (Self.Operation, Number);
      Self.Place.Hold ((Number, Self.Operation));
      Self.Header.Hold
        ((Self.Operation,
          Self.Mode,
          Padded (Call.Peer, 64),
          Padded (Call.Correlation_Id, 128)));
      Operation_Names.Hold_Text
        (Self.Name, Operations.Name_Of (Self.Operation));
      Self.Contexts.Hold (Contexts);
      Self.Qos.Hold ((Self.Mode = Two_Way, 0.0));
      Self.Dispatched.Hold ((Call.Arrived, Clock));
      if Self.Mode = Two_Way then
         Self.Reply.Hold ((0.0, False));
         Self.Replied.Hold (((others => 0), 0));
      end if;
   end Initialize;

   ---------------------
   -- Hold_Reply_Back --
   ---------------------

   procedure Hold_Reply_Back (Self : in out Request_Scope) is
      Arrived : constant Time := Self.Dispatched.Content.Arrived;
      Elapsed : constant Duration := To_Duration (Clock - Arrived);
      Longer  : constant Duration := Broker.Reply_Delay (Elapsed);
      Over    : constant Time := Arrived + To_Time_Span (Elapsed + Longer);
      Ignored : Boolean;
   begin
      Self.Reply.Content.Elapsed := Elapsed;
      Self.Qos.Content.Reply_Delay := Longer;
      if Longer > Longest_Spin then
         Broker.Pause (Longer, Cut_Short => Ignored);
      else
         while Clock < Over loop
            null;
         end loop;
      end if;
      Broker.Take_Reply_To_Drop (Self.Reply.Content.Dropped);
      if Self.Reply.Content.Dropped then
         Call_Contexts.Drop_Reply;
      end if;
   end Hold_Reply_Back;

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out Request_Scope) is
   begin
      if Self.Reply.Holds then
         Hold_Reply_Back (Self);
      end if;
   end Finalize;

end Request_Scopes;
