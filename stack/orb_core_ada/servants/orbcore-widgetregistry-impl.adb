with Ada.Strings.Fixed;
with Operations;
with OrbCore.Helper;
with OrbCore.Widget.Helper;
with OrbCore.WidgetRegistry.Skel;
pragma Unreferenced (OrbCore.WidgetRegistry.Skel);
with PortableServer;
with Request_Scopes;
with Widget_Registry;

package body OrbCore.WidgetRegistry.Impl is

   use Request_Scopes;
   use type CORBA.Unsigned_Long;

   subtype Identity is Widget_Registry.Identity;

   function Reference_To
     (Self : Object; Widget_Id : CORBA.Long_Long) return Widget.Ref;

   procedure Require (Found : Boolean; Widget_Id : CORBA.Long_Long);

   function To_Natural (Value : CORBA.Unsigned_Long) return Natural is
     (if Value > CORBA.Unsigned_Long (Natural'Last) then Natural'Last
      else Natural (Value));

   ------------------
   -- Reference_To --
   ------------------

   function Reference_To
     (Self : Object; Widget_Id : CORBA.Long_Long) return Widget.Ref
   is
      Id : constant String := Ada.Strings.Fixed.Trim
        (CORBA.Long_Long'Image (Widget_Id), Ada.Strings.Both);
   begin
      return Widget.Helper.Unchecked_To_Ref
        (PortableServer.POA.Create_Reference_With_Id
           (Self.Adapter,
            PortableServer.String_To_ObjectId (Id),
            CORBA.To_CORBA_String (Widget.Repository_Id)));
   end Reference_To;

   -------------
   -- Require --
   -------------

   procedure Require (Found : Boolean; Widget_Id : CORBA.Long_Long) is
   begin
      if not Found then
         OrbCore.Helper.Raise_WidgetNotFound
           ((CORBA.IDL_Exception_Members with widget_id => Widget_Id));
      end if;
   end Require;

   -----------------
   -- Set_Adapter --
   -----------------

   procedure Set_Adapter
     (Self  : not null access Object;
      Value : PortableServer.POA.Local_Ref) is
   begin
      Self.Adapter := Value;
   end Set_Adapter;

   ------------
   -- Create --
   ------------

   function Create
     (Self           : not null access Object;
      Widget_Id      : CORBA.Long_Long;
      Type_Name      : CORBA.String;
      Label          : CORBA.String;
      Sensitive_Data : Octets) return Widget.Ref
   is
      Scope : Request_Scope (Operations.Create, Two_Way);
      pragma Unreferenced (Scope);
   begin
      Widget_Registry.Create
        (Identity (Widget_Id),
         CORBA.To_Standard_String (Type_Name),
         CORBA.To_Standard_String (Label),
         Sensitive_Data);
      return Reference_To (Self.all, Widget_Id);
   end Create;

   ----------
   -- Find --
   ----------

   function Find
     (Self      : not null access Object;
      Widget_Id : CORBA.Long_Long) return Widget.Ref
   is
      Scope : Request_Scope (Operations.Find, Two_Way);
      pragma Unreferenced (Scope);
      Found : Boolean;
   begin
      Widget_Registry.Look_Up (Identity (Widget_Id), Found);
      Require (Found, Widget_Id);
      return Reference_To (Self.all, Widget_Id);
   end Find;

   ----------
   -- List --
   ----------

   function List
     (Self   : not null access Object;
      Offset : CORBA.Unsigned_Long;
      Limit  : CORBA.Unsigned_Long) return WidgetDescriptions
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.List, Two_Way);
      pragma Unreferenced (Scope);
   begin
      return Widget_Registry.List (To_Natural (Offset), To_Natural (Limit));
   end List;

   -------------
   -- Relabel --
   -------------

   procedure Relabel
     (Self      : not null access Object;
      Widget_Id : CORBA.Long_Long;
      Label     : CORBA.String)
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Relabel, Two_Way);
      pragma Unreferenced (Scope);
      Found : Boolean;
   begin
      Widget_Registry.Relabel
        (Identity (Widget_Id), CORBA.To_Standard_String (Label), Found);
      Require (Found, Widget_Id);
   end Relabel;

   -------------
   -- Destroy --
   -------------

   procedure Destroy
     (Self      : not null access Object;
      Widget_Id : CORBA.Long_Long)
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Destroy, Two_Way);
      pragma Unreferenced (Scope);
      Found : Boolean;
   begin
      Widget_Registry.Destroy (Identity (Widget_Id), Found);
      Require (Found, Widget_Id);
   end Destroy;

end OrbCore.WidgetRegistry.Impl;
