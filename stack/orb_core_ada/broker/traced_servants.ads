--  The common base of the core's servants. It notes what is known of a
--  request before the operation is called, and afterwards adds the exception's
--  text to the reply, or breaks the connection where the reply is to be
--  dropped.

with PolyORB.Requests;
with PortableServer;

package Traced_Servants is

   type Servant is abstract new PortableServer.Servant_Base with null record;

   overriding function Execute_Servant
     (Self : not null access Servant;
      Req  : PolyORB.Requests.Request_Access) return Boolean;

end Traced_Servants;
