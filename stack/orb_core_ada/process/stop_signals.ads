--  SIGTERM, SIGINT and SIGHUP, which end the core

package Stop_Signals is

   procedure Wait;
   --  Returns when one has come

end Stop_Signals;
