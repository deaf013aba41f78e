--  One widget with all that hangs on it. Any task may call. Who uses it says
--  so; Close wakes those that pause and waits until the last use has ended.

with Ada.Calendar;
with Ada.Real_Time;
with Event_Histories;
with Interfaces;
with OrbCore;

private with Object_Records;
private with Owned_Objects;
private with Owned_Octets;
private with Sealed_Credentials;
private with Sites;

package Widgets is

   type Widget is limited private;

   procedure Make
     (Self      : in out Widget;
      Widget_Id : Interfaces.Integer_64;
      Type_Name : String;
      Label     : String;
      Secret    : OrbCore.Octets);
   --  Once, before anything else

   function Id (Self : Widget) return Interfaces.Integer_64;

   function Type_Name (Self : Widget) return String;

   function Label (Self : Widget) return String;

   procedure Relabel (Self : in out Widget; Label : String);
   --  This and Label under the registry's lock alone

   function Is_Sealed (Self : Widget) return Boolean;
   --  Whether its credential is still what it was made

   function Activated (Self : Widget) return Ada.Real_Time.Time;

   procedure Note_Reference (Self : in out Widget);
   --  Under the registry's lock alone

   procedure Note_Event
     (Self : in out Widget; Operation : String; Succeeded : Boolean);

   procedure Begin_Use (Self : in out Widget);
   --  Under the registry's lock alone, so that none begins after Close

   procedure End_Use (Self : in out Widget);

   procedure Close (Self : in out Widget);
   --  When no further use can begin

   procedure Pause
     (Self : in out Widget; Period : Duration; Destroyed : out Boolean);

private

   type Right is (Read, Invoke, Destroy);
   type Rights is array (1 .. 3) of Right;

   type Widget_Data is record
      Id         : Interfaces.Integer_64;
      Created_At : Ada.Calendar.Time;
   end record;

   type Properties is record
      Width, Height : Interfaces.Unsigned_32;
      Enabled       : Boolean;
   end record;

   type Life_State is record
      Uses      : Natural;
      Destroyed : Boolean;
   end record;

   package Records is new Owned_Objects (Sites.Widget_Record, Widget_Data);
   package Type_Names is new Owned_Octets (Sites.Type_Name);
   package Labels is new Owned_Octets (Sites.Label_Text);
   package Principals is new Owned_Octets (Sites.Principal_Name);
   package Property_Sets is new Owned_Objects
     (Sites.Property_Set, Properties);
   package Right_Lists is new Owned_Objects (Sites.Acl_Entry_List, Rights);
   package States is new Owned_Objects (Sites.Lifecycle_State, Life_State);

   protected type Life is
      procedure Begin_With (Value : States.Pointer);
      procedure Enter;
      procedure Leave;
      procedure Destroy;
      entry Await_Unused;
      entry Await_Destroyed;
   private
      State : States.Pointer;
   end Life;

   type Widget is limited record
      Data       : Records.Owned;
      Type_Text  : Type_Names.Owned;
      Label_Text : Labels.Owned;
      Principal  : Principals.Owned;
      Property   : Property_Sets.Owned;
      Granted    : Right_Lists.Owned;
      Credential : Sealed_Credentials.Credential;
      History    : Event_Histories.History;
      Adapted    : Object_Records.Object_Record;
      State      : States.Owned;
      Lifetime   : Life;
   end record;

end Widgets;
