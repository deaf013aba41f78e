--  What a core needs to know and do of a connection that PolyORB serves: who
--  is at its other end, and how to break it. A child of PolyORB's own unit,
--  which keeps its socket to itself.

package PolyORB.Transport.Connected.Sockets.Peers is

   function Image (Endpoint : Transport_Endpoint_Access) return String;
   --  As host:port; empty when it cannot be told

   procedure Break (Endpoint : Transport_Endpoint_Access);
   --  Nothing is sent on the connection any more, nor received. PolyORB
   --  notices, and gives it up.

end PolyORB.Transport.Connected.Sockets.Peers;
