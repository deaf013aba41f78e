--  The page at /metrics, in the text format of Prometheus, version 0.0.4

package Metrics_Page is

   procedure Set_Iiop_Port (Port : Natural);
   --  Whose connections are counted. To be called before the first Render

   function Render return String;

end Metrics_Page;
