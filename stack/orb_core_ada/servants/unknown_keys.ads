--  Object keys that name no adapter of the core

with PortableServer.POA;

package Unknown_Keys is

   procedure Refuse_Below (Root : PortableServer.POA.Local_Ref);
   --  Such a key is answered by OBJECT_NOT_EXIST from now on. PolyORB alone
   --  answers by AdapterNonExistent, a user exception that no operation
   --  declares, and of which clients make UNKNOWN.

end Unknown_Keys;
