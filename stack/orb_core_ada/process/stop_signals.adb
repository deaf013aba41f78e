with Ada.Interrupts.Names;

package body Stop_Signals is

   use Ada.Interrupts.Names;

   pragma Unreserve_All_Interrupts;
   --  GNAT keeps SIGINT to itself otherwise

   protected Arrival is
      procedure Note
        with Attach_Handler => SIGTERM;
      procedure Note_Interrupt
        with Attach_Handler => SIGINT;
      procedure Note_Hangup
        with Attach_Handler => SIGHUP;
      entry Await;
   private
      Came : Boolean := False;
   end Arrival;

   -------------
   -- Arrival --
   -------------

   protected body Arrival is

      ----------
      -- Note --
      ----------

      procedure Note is
      begin
         Came := True;
      end Note;

      --------------------
      -- Note_Interrupt --
      --------------------

      procedure Note_Interrupt is
      begin
         Came := True;
      end Note_Interrupt;

      -----------------
      -- Note_Hangup --
      -----------------

      procedure Note_Hangup is
      begin
         Came := True;
      end Note_Hangup;

      -----------
      -- Await --
      -----------

      entry Await when Came is
      begin
         null;
      end Await;

   end Arrival;

   ----------
   -- Wait --
   ----------

   procedure Wait is
   begin
      Arrival.Await;
   end Wait;

end Stop_Signals;
