--  OrbCore::WidgetRegistry

with PortableServer.POA;
with Traced_Servants;

package OrbCore.WidgetRegistry.Impl is

   type Object is new Traced_Servants.Servant with private;

   type Object_Ptr is access all Object'Class;

   procedure Set_Adapter
     (Self  : not null access Object;
      Value : PortableServer.POA.Local_Ref);
   --  The POA of widgets. Before the first request

   function Create
     (Self           : not null access Object;
      Widget_Id      : CORBA.Long_Long;
      Type_Name      : CORBA.String;
      Label          : CORBA.String;
      Sensitive_Data : Octets) return Widget.Ref;

   function Find
     (Self      : not null access Object;
      Widget_Id : CORBA.Long_Long) return Widget.Ref;

   function List
     (Self   : not null access Object;
      Offset : CORBA.Unsigned_Long;
      Limit  : CORBA.Unsigned_Long) return WidgetDescriptions;

   procedure Relabel
     (Self      : not null access Object;
      Widget_Id : CORBA.Long_Long;
      Label     : CORBA.String);

   procedure Destroy
     (Self      : not null access Object;
      Widget_Id : CORBA.Long_Long);

private

   type Object is new Traced_Servants.Servant with record
      Adapter : PortableServer.POA.Local_Ref;
   end record;

end OrbCore.WidgetRegistry.Impl;
