--  The core, with PolyORB's policy that its name says

with Core_Main;
with Core_Options;
with PolyORB.Setup.Thread_Per_Session_Server;
pragma Unreferenced (PolyORB.Setup.Thread_Per_Session_Server);

procedure Core_With_Thread_Per_Session is
begin
   Core_Main (Core_Options.Thread_Per_Session);
end Core_With_Thread_Per_Session;
