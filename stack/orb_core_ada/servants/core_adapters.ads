--  The object adapters of the core

with CORBA.Object;
with PortableServer.POA;

package Core_Adapters is

   type Lifespan is (Transient, Persistent);

   function Root return PortableServer.POA.Local_Ref;
   --  Active

   function With_Default_Servant
     (Parent  : PortableServer.POA.Local_Ref;
      Name    : String;
      Lasting : Lifespan;
      Servant : PortableServer.Servant) return PortableServer.POA.Local_Ref;
   --  One servant for all objects of the adapter: they come and go without
   --  the ORB being told. Persistent, its name alone is an object key: PolyORB
   --  takes a key without a separator for the path of an adapter, and an
   --  empty object id in it, so that corbaloc::host:port/Name reaches Servant.

   function Reference_By_Key
     (Adapter       : PortableServer.POA.Local_Ref;
      Repository_Id : String) return CORBA.Object.Ref;

end Core_Adapters;
