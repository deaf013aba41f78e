with Ada.Characters.Handling;
with Ada.Command_Line;
with Ada.Strings.Fixed;

package body Core_Options is

   use Ada.Command_Line;

   Last_Port         : constant := 65_535;
   Most_Widgets      : constant := 1_000_000;
   Most_Threads      : constant := 512;

   package Words is
      --  The command line, word by word; --name=value makes two words

      function More return Boolean;
      function Next return String;
      --  Raises Usage_Error when there is none

   private
      Position : Positive := 1;
      Value_At : Natural := 0;
      --  Where the value stands in the argument at Position; 0 for none
   end Words;

   function Number_After
     (Flag : String; First, Last : Natural) return Natural;

   generic
      type Choice is (<>);
   function Choice_After (Flag : String) return Choice;

   procedure Take (Flag : String; Taken : in out Options);

   -----------
   -- Words --
   -----------

   package body Words is

      ----------
      -- More --
      ----------

      function More return Boolean is (Position <= Argument_Count);

      ----------
      -- Next --
      ----------

      function Next return String is
      begin
         if not More then
            raise Usage_Error with
              Argument (Argument_Count) & " needs a value";
         end if;
         declare
            Word  : constant String := Argument (Position);
            Equal : constant Natural := Ada.Strings.Fixed.Index (Word, "=");
            From  : constant Natural := Value_At;
         begin
            if From = 0 and then Equal > 0
              and then Word'Length > 2 and then Word (1 .. 2) = "--"
            then
               Value_At := Equal + 1;
               return Word (1 .. Equal - 1);
            end if;
            Value_At := 0;
            Position := Position + 1;
            return Word (Natural'Max (From, 1) .. Word'Last);
         end;
      end Next;

   end Words;

   ------------------
   -- Number_After --
   ------------------

   function Number_After
     (Flag : String; First, Last : Natural) return Natural
   is
      Word : constant String := Words.Next;
      Refusal : constant String :=
        Flag & ": " & Word & " is no number from"
        & Natural'Image (First) & " to" & Natural'Image (Last);
   begin
      if Word'Length not in 1 .. 9
        or else (for some Letter of Word => Letter not in '0' .. '9')
        or else Natural'Value (Word) not in First .. Last
      then
         raise Usage_Error with Refusal;
      end if;
      return Natural'Value (Word);
   end Number_After;

   ------------------
   -- Choice_After --
   ------------------

   function Choice_After (Flag : String) return Choice is
      Word : constant String := Words.Next;
   begin
      for Value in Choice loop
         if Ada.Characters.Handling.To_Lower (Choice'Image (Value)) = Word then
            return Value;
         end if;
      end loop;
      raise Usage_Error with Flag & ": there is no " & Word;
   end Choice_After;

   function Policy_After is new Choice_After (Tasking_Policy);
   function Method_After is new Choice_After (Wipe_Method);

   ----------
   -- Take --
   ----------

   procedure Take (Flag : String; Taken : in out Options) is
   begin
      if Flag = "--listen" then
         Taken.Listen := To_Unbounded_String (Words.Next);
      elsif Flag = "--publish" then
         Taken.Publish := To_Unbounded_String (Words.Next);
      elsif Flag = "--port" then
         Taken.Port := Number_After (Flag, 0, Last_Port);
      elsif Flag = "--metrics-port" then
         Taken.Metrics_Port := Number_After (Flag, 0, Last_Port);
      elsif Flag = "--max-widgets" then
         Taken.Max_Widgets := Number_After (Flag, 1, Most_Widgets);
      elsif Flag = "--threads" then
         Taken.Threads := Number_After (Flag, 1, Most_Threads);
      elsif Flag = "--tasking" then
         Taken.Tasking := Policy_After (Flag);
      elsif Flag = "--wipe-with" then
         Taken.Wipe_With := Method_After (Flag);
      elsif Flag = "--enable-faults" then
         Taken.Enable_Faults := True;
      elsif Flag = "--log-calls" then
         Taken.Log_Calls := True;
      elsif Flag = "--help" or else Flag = "-h" then
         Taken.Asked := Show_Help;
      elsif Flag = "--version" then
         Taken.Asked := Show_Version;
      else
         raise Usage_Error with "there is no option " & Flag;
      end if;
   end Take;

   ----------
   -- Read --
   ----------

   function Read return Options is
   begin
      return Taken : Options do
         while Words.More loop
            Take (Words.Next, Taken);
         end loop;
      end return;
   end Read;

   ----------
   -- Help --
   ----------

   function Help return String is
     ("The reference ORB core of orbbench, in Ada on PolyORB" & ASCII.LF
      & "  --listen ADDRESS         for IIOP and metrics (127.0.0.1)"
      & ASCII.LF
      & "  --publish HOST           in the references that are handed out"
      & ASCII.LF
      & "  --port NUMBER            IIOP port, 0 for a free one (12000)"
      & ASCII.LF
      & "  --metrics-port NUMBER    HTTP port of /metrics, 0 for a free one"
      & " (9091)" & ASCII.LF
      & "  --max-widgets NUMBER     how many may live at once (10000)"
      & ASCII.LF
      & "  --tasking POLICY         ordered_sessions (the default), or"
      & " PolyORB's thread_per_session," & ASCII.LF
      & "                           thread_pool, thread_per_request"
      & ASCII.LF
      & "  --threads NUMBER         of the thread pool (32)" & ASCII.LF
      & "  --wipe-with FUNCTION     explicit_bzero (the default), memset,"
      & " sodium" & ASCII.LF
      & "  --enable-faults          serve OrbCore::Faults" & ASCII.LF
      & "  --log-calls              write a JSON line to stderr for each call"
      & ASCII.LF
      & "  --help, --version");

end Core_Options;
