--  OrbCore::Core, the root: it hands out the other objects

with Traced_Servants;

package OrbCore.Core.Impl is

   type Object is new Traced_Servants.Servant with private;

   type Object_Ptr is access all Object'Class;

   type Objects is record
      Registry    : WidgetRegistry.Ref;
      Probe       : OrbCore.Probe.Ref;
      Diagnostics : OrbCore.Diagnostics.Ref;
      Faults      : OrbCore.Faults.Ref;
      --  Nil without --enable-faults
   end record;

   procedure Set_Objects
     (Self : not null access Object; Value : Objects);
   --  Before the first request

   function Get_Registry_Object
     (Self : not null access Object) return WidgetRegistry.Ref;

   function Get_Probe_Object
     (Self : not null access Object) return OrbCore.Probe.Ref;

   function Get_Diagnostics_Object
     (Self : not null access Object) return OrbCore.Diagnostics.Ref;

   function Open_Faults
     (Self : not null access Object) return OrbCore.Faults.Ref;

private

   type Object is new Traced_Servants.Servant with record
      Handed_Out : Objects;
   end record;

end OrbCore.Core.Impl;
