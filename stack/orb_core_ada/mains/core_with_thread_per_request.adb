--  The core, with PolyORB's policy that its name says

with Core_Main;
with Core_Options;
with PolyORB.Setup.Thread_Per_Request_Server;
pragma Unreferenced (PolyORB.Setup.Thread_Per_Request_Server);

procedure Core_With_Thread_Per_Request is
begin
   Core_Main (Core_Options.Thread_Per_Request);
end Core_With_Thread_Per_Request;
