with Ada.Exceptions;
with Ada.Finalization;
with Argument_Lists;
with Held_Anys;
with Operations;
with OrbCore.Widget.Skel;
pragma Unreferenced (OrbCore.Widget.Skel);
with Owned_Objects;
with Owned_Octets;
with PortableServer;
with Request_Scopes;
with Sites;
with System_Exceptions;
with Widget_Operations;
with Widget_Registry;
with Widget_Uses;
with Widgets;

package body OrbCore.Widget.Impl is

   use Request_Scopes;

   type Marker is record
      Value : Boolean;
   end record;

   package Results is new Owned_Objects (Sites.Result_Holder, Marker);
   package Failures is new Owned_Objects (Sites.Exception_Record, Marker);
   package Failure_Texts is new Owned_Octets (Sites.Exception_Text);

   type History_Entry
     (Widget    : not null access Widgets.Widget;
      Operation : not null access String) is
     new Ada.Finalization.Limited_Controlled with
   record
      Succeeded : Boolean := False;
   end record;
   --  Written into the widget's history at its end, as succeeded only if
   --  nothing was raised

   overriding procedure Finalize (Self : in out History_Entry);

   procedure Succeed (Self : in out History_Entry'Class);

   procedure Use_Target
     (Self : Object; Used : in out Widget_Uses.Use_Of_Widget);

   procedure Note_Failure (Error : Ada.Exceptions.Exception_Occurrence);

   -------------
   -- Succeed --
   -------------

   procedure Succeed (Self : in out History_Entry'Class) is
   begin
      Self.Succeeded := True;
   end Succeed;

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out History_Entry) is
   begin
      Widgets.Note_Event (Self.Widget.all, Self.Operation.all, Self.Succeeded);
   end Finalize;

   -----------------
   -- Set_Current --
   -----------------

   procedure Set_Current
     (Self  : not null access Object;
      Value : PortableServer.Current.Local_Ref) is
   begin
      Self.Current := Value;
   end Set_Current;

   ----------------
   -- Use_Target --
   ----------------

   procedure Use_Target
     (Self : Object; Used : in out Widget_Uses.Use_Of_Widget)
   is
      Text : constant String := PortableServer.ObjectId_To_String
        (PortableServer.Current.Get_Object_Id (Self.Current));
      Most : constant String := "9223372036854775807";
   begin
      if Text'Length in 1 .. Most'Length
        and then (for all Letter of Text => Letter in '0' .. '9')
        and then (Text'Length < Most'Length or else Text <= Most)
      then
         Widget_Registry.Use_Widget
           (Widget_Registry.Identity'Value (Text), Used);
      end if;
      if Used.Is_Of_None then
         System_Exceptions.Raise_Object_Not_Exist
           (System_Exceptions.Widget_Destroyed,
            "widget " & Text & " does not exist");
      end if;
   end Use_Target;

   -------------------
   -- Get_Widget_Id --
   -------------------

   function Get_Widget_Id
     (Self : not null access Object) return CORBA.Long_Long
   is
      Scope : Request_Scope (Operations.Widget_Id, Two_Way);
      pragma Unreferenced (Scope);
      Used  : Widget_Uses.Use_Of_Widget;
   begin
      Use_Target (Self.all, Used);
      return CORBA.Long_Long (Used.Id);
   end Get_Widget_Id;

   ------------------
   -- Note_Failure --
   ------------------

   procedure Note_Failure (Error : Ada.Exceptions.Exception_Occurrence) is
      Failure : Failures.Owned;
      Text    : Failure_Texts.Owned;
   begin
      Failure.Hold ((Value => True));
      Failure_Texts.Hold_Text (Text, Ada.Exceptions.Exception_Name (Error));
   end Note_Failure;

   ------------
   -- Invoke --
   ------------

   function Invoke
     (Self       : not null access Object;
      Operation  : CORBA.String;
      Parameters : Arguments) return CORBA.Any
   is
      Scope : Request_Scope (Operations.Invoke, Two_Way);
      pragma Unreferenced (Scope);
      Used  : Widget_Uses.Use_Of_Widget;
      Name  : aliased String := CORBA.To_Standard_String (Operation);
      Own   : Argument_Lists.Argument_List;
   begin
      Use_Target (Self.all, Used);
      Argument_Lists.Hold (Own, Parameters);
      declare
         History : History_Entry (Used.Used, Name'Access);
         Result  : Results.Owned;
         Held    : Held_Anys.Held_Any;
      begin
         Held_Anys.Hold
           (Held, Widget_Operations.Run (Used.Used.all, Name, Own));
         Result.Hold ((Value => True));
         Succeed (History);
         return Held_Anys.Item (Held);
      exception
         when Error : others =>
            Note_Failure (Error);
            raise;
      end;
   end Invoke;

end OrbCore.Widget.Impl;
