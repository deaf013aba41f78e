package body PolyORB.Transport.Connected.Sockets.Peers is

   -----------
   -- Image --
   -----------

   function Image (Endpoint : Transport_Endpoint_Access) return String is
   begin
      if Endpoint = null or else Endpoint.all not in Socket_Endpoint'Class then
         return "";
      end if;
      return Image (Get_Peer_Name (Socket_Endpoint (Endpoint.all).Socket));
   exception
      when Socket_Error =>
         --  The client has gone while its call was on
         return "";
   end Image;

   -----------
   -- Break --
   -----------

   procedure Break (Endpoint : Transport_Endpoint_Access) is
   begin
      if Endpoint /= null and then Endpoint.all in Socket_Endpoint'Class then
         Shutdown_Socket (Socket_Endpoint (Endpoint.all).Socket);
      end if;
   exception
      when Socket_Error =>
         --  Broken already
         null;
   end Break;

end PolyORB.Transport.Connected.Sockets.Peers;
