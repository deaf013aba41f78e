--  How the core was asked to run

with Ada.Strings.Unbounded;

package Core_Options is

   use Ada.Strings.Unbounded;

   Usage_Error : exception;
   --  One line that says what is wrong

   type Request is (Run, Show_Help, Show_Version);

   type Tasking_Policy is
     (Ordered_Sessions,
      Thread_Per_Session,
      Thread_Pool,
      Thread_Per_Request);
   --  The first is the core's own, the others are PolyORB's

   type Wipe_Method is (Explicit_Bzero, Memset, Sodium);

   type Options is record
      Asked         : Request := Run;
      Listen        : Unbounded_String := To_Unbounded_String ("127.0.0.1");
      Publish       : Unbounded_String;
      Port          : Natural := 12_000;
      Metrics_Port  : Natural := 9_091;
      Max_Widgets   : Positive := 10_000;
      Threads       : Positive := 32;
      Tasking       : Tasking_Policy := Ordered_Sessions;
      Wipe_With     : Wipe_Method := Explicit_Bzero;
      Enable_Faults : Boolean := False;
      Log_Calls     : Boolean := False;
   end record;

   function Read return Options;
   --  From the command line. Raises Usage_Error

   function Help return String;

end Core_Options;
