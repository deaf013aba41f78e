with GNAT.OS_Lib;
with Json_Text;

package body Call_Log is

   use Json_Text;

   Enabled : Boolean := False
     with Atomic;

   ------------
   -- Enable --
   ------------

   procedure Enable is
   begin
      Enabled := True;
   end Enable;

   ----------
   -- Note --
   ----------

   procedure Note
     (Operation, Peer, Correlation_Id : String;
      Outcome                         : String) is
   begin
      if not Enabled then
         return;
      end if;
      declare
         Line : constant String :=
           "{""correlation_id"":"
           & (if Correlation_Id = "" then "null" else Quoted (Correlation_Id))
           & ",""operation"":" & Quoted (Operation)
           & ",""outcome"":" & Quoted (Outcome)
           & ",""peer"":" & Quoted (Peer) & '}' & ASCII.LF;
         Written : Integer;
         pragma Unreferenced (Written);
      begin
         --  In one piece. A reader that has gone takes the log with it, not
         --  the core.
         Written := GNAT.OS_Lib.Write
           (GNAT.OS_Lib.Standerr, Line'Address, Line'Length);
      end;
   end Note;

end Call_Log;
