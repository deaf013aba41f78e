--  What is known of the request that the calling task works on, and what is
--  to become of its reply. One for each task, set by the servants' common
--  base before an operation and read by it afterwards.

with Ada.Real_Time;
with Ada.Strings.Unbounded;
with Interfaces;

package Call_Contexts is

   Most_Contexts : constant := 16;

   type Context_Ids is array (1 .. Most_Contexts) of Interfaces.Unsigned_32;

   type Call is record
      Arrived        : Ada.Real_Time.Time := Ada.Real_Time.Time_First;
      Peer           : Ada.Strings.Unbounded.Unbounded_String;
      Contexts       : Context_Ids := (others => 0);
      Context_Count  : Natural range 0 .. Most_Contexts := 0;
      Correlation_Id : Ada.Strings.Unbounded.Unbounded_String;
      Exception_Text : Ada.Strings.Unbounded.Unbounded_String;
      Drop_Reply     : Boolean := False;
   end record;

   procedure Start (Value : Call);

   function Current return Call;

   procedure Set_Exception_Text (Text : String);

   procedure Drop_Reply;

end Call_Contexts;
