with Ada.Exceptions;
with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;
with Ada.Text_IO;
with Core_Server;
with GNAT.OS_Lib;
with Interfaces.C;
with Json_Text;
with Libsodium;
with Metrics_Server;
with PolyORB.Platform;
with Stop_Signals;
with Tasking_Variants;
with Wiping;

procedure Core_Main (Linked : Core_Options.Tasking_Policy) is

   use Ada.Strings.Unbounded;
   use Ada.Text_IO;
   use type Core_Options.Request;
   use type Core_Options.Tasking_Policy;
   use type Interfaces.C.int;

   Usage_Status : constant := 64;  --  EX_USAGE of sysexits.h
   Start_Status : constant := 3;
   Fault_Status : constant := 70;  --  EX_SOFTWARE

   procedure End_With (Status : Integer; Text : String);

   procedure Announce_Ready
     (Published : Core_Server.Publication; Metrics_Port : Natural);

   procedure Run (Options : Core_Options.Options);

   task Stopper is
      entry Start;
   end Stopper;
   --  Ends the process when it is told to: the main task belongs to the ORB

   --------------
   -- End_With --
   --------------

   procedure End_With (Status : Integer; Text : String) is
   begin
      Put_Line (Standard_Error, "orbbench-core-ada: " & Text);
      GNAT.OS_Lib.OS_Exit (Status);
   end End_With;

   -------------
   -- Stopper --
   -------------

   task body Stopper is
   begin
      accept Start;
      Stop_Signals.Wait;
      Core_Server.Stop;
      GNAT.OS_Lib.OS_Exit (0);
   end Stopper;

   --------------------
   -- Announce_Ready --
   --------------------

   procedure Announce_Ready
     (Published : Core_Server.Publication; Metrics_Port : Natural)
   is
      function Trimmed (Number : Natural) return String is
        (Ada.Strings.Fixed.Trim (Natural'Image (Number), Ada.Strings.Both));
   begin
      Put_Line
        ("READY {""iiop_port"":" & Trimmed (Published.Iiop_Port)
         & ",""metrics_port"":" & Trimmed (Metrics_Port)
         & ",""reference"":"
         & Json_Text.Quoted (To_String (Published.Reference))
         & ",""stock_references"":{}}");
      Flush;
   end Announce_Ready;

   ---------
   -- Run --
   ---------

   procedure Run (Options : Core_Options.Options) is
      Published    : Core_Server.Publication;
      Metrics_Port : Natural;
   begin
      if Libsodium.Start < 0 then
         End_With (Start_Status, "libsodium does not start");
      end if;
      Wiping.Choose
        (Wiping.Method'Val (Core_Options.Wipe_Method'Pos (Options.Wipe_With)));
      Published := Core_Server.Start (Options);
      Metrics_Server.Start
        (To_String (Options.Listen), Options.Metrics_Port, Metrics_Port);
      Stopper.Start;
      Announce_Ready (Published, Metrics_Port);
      Core_Server.Serve;
   end Run;

   Options : Core_Options.Options;

begin
   Options := Core_Options.Read;
   if Options.Asked = Core_Options.Show_Help then
      Put_Line (Core_Options.Help);
   elsif Options.Asked = Core_Options.Show_Version then
      Put_Line ("orbbench-core-ada on PolyORB " & PolyORB.Platform.Version);
   elsif Options.Tasking /= Linked then
      Tasking_Variants.Become (Options.Tasking);
   else
      Run (Options);
   end if;
   GNAT.OS_Lib.OS_Exit (0);
exception
   when Error : Core_Options.Usage_Error =>
      End_With
        (Usage_Status,
         Ada.Exceptions.Exception_Message (Error)
         & "; see orbbench-core-ada --help");
   when Error : Core_Server.Start_Error
              | Metrics_Server.Cannot_Listen
              | Tasking_Variants.Missing =>
      End_With (Start_Status, Ada.Exceptions.Exception_Message (Error));
   when Error : others =>
      --  The ORB's main loop has ended: a core that stayed would not answer
      End_With
        (Fault_Status,
         "the ORB ended by " & Ada.Exceptions.Exception_Name (Error) & ": "
         & Ada.Exceptions.Exception_Message (Error));
end Core_Main;
