package body Broker is

   use type Interfaces.Unsigned_32;
   use type Interfaces.Unsigned_64;

   type Counts is array (Operations.Operation) of Count;

   protected State is
      procedure Note_Request
        (Operation : Operations.Operation; Number : out Count);
      function Requests (Operation : Operations.Operation) return Count;
      procedure Delay_Replies (Fixed : Duration; Percent : Long_Float);
      function Reply_Delay (Elapsed : Duration) return Duration;
      procedure Drop_Replies (Number : Interfaces.Unsigned_32);
      procedure Take_Reply_To_Drop (Taken : out Boolean);
   private
      Received    : Counts := (others => 0);
      Last_Number : Count := 0;
      Fixed_Delay : Duration := 0.0;
      Delay_Share : Long_Float := 0.0;
      To_Drop     : Interfaces.Unsigned_32 := 0;
   end State;

   protected Gate is
      procedure Open;
      entry Wait;
   private
      Is_Open : Boolean := False;
   end Gate;

   -----------
   -- State --
   -----------

   protected body State is

      ------------------
      -- Note_Request --
      ------------------

      procedure Note_Request
        (Operation : Operations.Operation; Number : out Count) is
      begin
         Received (Operation) := Received (Operation) + 1;
         Last_Number := Last_Number + 1;
         Number := Last_Number;
      end Note_Request;

      --------------
      -- Requests --
      --------------

      function Requests (Operation : Operations.Operation) return Count is
        (Received (Operation));

      -------------------
      -- Delay_Replies --
      -------------------

      procedure Delay_Replies (Fixed : Duration; Percent : Long_Float) is
      begin
         Fixed_Delay := Fixed;
         Delay_Share := Percent / 100.0;
      end Delay_Replies;

      -----------------
      -- Reply_Delay --
      -----------------

      function Reply_Delay (Elapsed : Duration) return Duration is
        (Fixed_Delay + Duration (Long_Float (Elapsed) * Delay_Share));

      ------------------
      -- Drop_Replies --
      ------------------

      procedure Drop_Replies (Number : Interfaces.Unsigned_32) is
      begin
         To_Drop := Number;
      end Drop_Replies;

      ------------------------
      -- Take_Reply_To_Drop --
      ------------------------

      procedure Take_Reply_To_Drop (Taken : out Boolean) is
      begin
         Taken := To_Drop > 0;
         if Taken then
            To_Drop := To_Drop - 1;
         end if;
      end Take_Reply_To_Drop;

   end State;

   ----------
   -- Gate --
   ----------

   protected body Gate is

      ----------
      -- Open --
      ----------

      procedure Open is
      begin
         Is_Open := True;
      end Open;

      ----------
      -- Wait --
      ----------

      entry Wait when Is_Open is
      begin
         null;
      end Wait;

   end Gate;

   ------------------
   -- Note_Request --
   ------------------

   procedure Note_Request
     (Operation : Operations.Operation; Number : out Count) is
   begin
      State.Note_Request (Operation, Number);
   end Note_Request;

   --------------
   -- Requests --
   --------------

   function Requests (Operation : Operations.Operation) return Count is
     (State.Requests (Operation));

   -----------
   -- Pause --
   -----------

   procedure Pause (Period : Duration; Cut_Short : out Boolean) is
   begin
      select
         Gate.Wait;
         Cut_Short := True;
      or
         delay Period;
         Cut_Short := False;
      end select;
   end Pause;

   ----------
   -- Stop --
   ----------

   procedure Stop is
   begin
      Gate.Open;
   end Stop;

   -------------------
   -- Delay_Replies --
   -------------------

   procedure Delay_Replies (Fixed : Duration; Percent : Long_Float) is
   begin
      State.Delay_Replies (Fixed, Percent);
   end Delay_Replies;

   ------------------
   -- Drop_Replies --
   ------------------

   procedure Drop_Replies (Number : Interfaces.Unsigned_32) is
   begin
      State.Drop_Replies (Number);
   end Drop_Replies;

   -----------------
   -- Reply_Delay --
   -----------------

   function Reply_Delay (Elapsed : Duration) return Duration is
     (State.Reply_Delay (Elapsed));

   ------------------------
   -- Take_Reply_To_Drop --
   ------------------------

   procedure Take_Reply_To_Drop (Taken : out Boolean) is
   begin
      State.Take_Reply_To_Drop (Taken);
   end Take_Reply_To_Drop;

end Broker;
