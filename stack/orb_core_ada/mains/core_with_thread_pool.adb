--  The core, with PolyORB's policy that its name says

with Core_Main;
with Core_Options;
with PolyORB.Setup.Thread_Pool_Server;
pragma Unreferenced (PolyORB.Setup.Thread_Pool_Server);

procedure Core_With_Thread_Pool is
begin
   Core_Main (Core_Options.Thread_Pool);
end Core_With_Thread_Pool;
