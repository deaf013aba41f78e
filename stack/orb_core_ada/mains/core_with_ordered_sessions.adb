--  The core, with a task for each connection: its own policy, and what PolyORB
--  needs beside one

with Core_Main;
with Core_Options;
with Ordered_Sessions;
with PolyORB.ORB_Controller.Workers;
with PolyORB.Setup.Server;
with PolyORB.Setup.Tasking.Full_Tasking;
pragma Unreferenced (Ordered_Sessions);
pragma Unreferenced (PolyORB.ORB_Controller.Workers);
pragma Unreferenced (PolyORB.Setup.Server);
pragma Unreferenced (PolyORB.Setup.Tasking.Full_Tasking);

procedure Core_With_Ordered_Sessions is
begin
   Core_Main (Core_Options.Ordered_Sessions);
end Core_With_Ordered_Sessions;
