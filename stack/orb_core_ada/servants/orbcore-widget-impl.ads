--  OrbCore::Widget. One servant incarnates every widget: the POA of widgets
--  has it as its default servant and gives it the id.

with PortableServer.Current;
with Traced_Servants;

package OrbCore.Widget.Impl is

   type Object is new Traced_Servants.Servant with private;

   type Object_Ptr is access all Object'Class;

   procedure Set_Current
     (Self  : not null access Object;
      Value : PortableServer.Current.Local_Ref);
   --  Before the first request

   function Get_Widget_Id
     (Self : not null access Object) return CORBA.Long_Long;

   function Invoke
     (Self       : not null access Object;
      Operation  : CORBA.String;
      Parameters : Arguments) return CORBA.Any;

private

   type Object is new Traced_Servants.Servant with record
      Current : PortableServer.Current.Local_Ref;
   end record;

end OrbCore.Widget.Impl;
