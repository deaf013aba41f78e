--  The core as an IIOP server. One per process.

with Ada.Strings.Unbounded;
with Core_Options;

package Core_Server is

   use Ada.Strings.Unbounded;

   Start_Error : exception;
   --  One line: the port is taken, say

   type Publication is record
      Iiop_Port : Natural;
      Reference : Unbounded_String;
   end record;

   function Start (Options : Core_Options.Options) return Publication;
   --  Once. The core answers as soon as Serve is called

   procedure Serve;
   --  The main task serves from now on; does not return

   procedure Stop;
   --  Ends calls that pause and destroys the widgets, within five seconds

end Core_Server;
