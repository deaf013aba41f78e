with Operations;
with OrbCore.Core.Skel;
pragma Unreferenced (OrbCore.Core.Skel);
with Request_Scopes;
with System_Exceptions;

package body OrbCore.Core.Impl is

   use Request_Scopes;

   -----------------
   -- Set_Objects --
   -----------------

   procedure Set_Objects
     (Self : not null access Object; Value : Objects) is
   begin
      Self.Handed_Out := Value;
   end Set_Objects;

   -------------------------
   -- Get_Registry_Object --
   -------------------------

   function Get_Registry_Object
     (Self : not null access Object) return WidgetRegistry.Ref
   is
      Scope : Request_Scope (Operations.Open_Registry, Two_Way);
      pragma Unreferenced (Scope);
   begin
      return Self.Handed_Out.Registry;
   end Get_Registry_Object;

   ----------------------
   -- Get_Probe_Object --
   ----------------------

   function Get_Probe_Object
     (Self : not null access Object) return OrbCore.Probe.Ref
   is
      Scope : Request_Scope (Operations.Open_Probe, Two_Way);
      pragma Unreferenced (Scope);
   begin
      return Self.Handed_Out.Probe;
   end Get_Probe_Object;

   ----------------------------
   -- Get_Diagnostics_Object --
   ----------------------------

   function Get_Diagnostics_Object
     (Self : not null access Object) return OrbCore.Diagnostics.Ref
   is
      Scope : Request_Scope (Operations.Open_Diagnostics, Two_Way);
      pragma Unreferenced (Scope);
   begin
      return Self.Handed_Out.Diagnostics;
   end Get_Diagnostics_Object;

   -----------------
   -- Open_Faults --
   -----------------

   function Open_Faults
     (Self : not null access Object) return OrbCore.Faults.Ref
   is
      Scope : Request_Scope (Operations.Open_Faults, Two_Way);
      pragma Unreferenced (Scope);
   begin
      if OrbCore.Faults.Is_Nil (Self.Handed_Out.Faults) then
         System_Exceptions.Raise_No_Permission
           (System_Exceptions.Faults_Disabled,
            "the core was started without --enable-faults");
      end if;
      return Self.Handed_Out.Faults;
   end Open_Faults;

end OrbCore.Core.Impl;
