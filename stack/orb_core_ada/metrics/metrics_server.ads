--  Serves the metrics page over HTTP, to one client at a time

package Metrics_Server is

   Cannot_Listen : exception;
   --  One line: the port is taken, say

   procedure Start
     (Address : String; Port : Natural; Bound_Port : out Natural);
   --  From now on, until the process ends. Port 0 takes a free one

end Metrics_Server;
