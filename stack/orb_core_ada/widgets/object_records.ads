--  What the object adapter keeps of one active object: its identity, servant,
--  policies and the reference that it is known by

with Ada.Real_Time;
with Interfaces;

private with Owned_Objects;
private with Owned_Octets;
private with Sites;

package Object_Records is

   type Object_Record is limited private;

   procedure Set_Published_Address (Host : String; Port : Natural);
   --  That all references name. Before the first Describe

   procedure Describe
     (Self : in out Object_Record; Widget_Id : Interfaces.Integer_64);
   --  Once

   function Activated (Self : Object_Record) return Ada.Real_Time.Time;

   procedure Note_Reference (Self : in out Object_Record);

private

   type Servant_Data is record
      Activated : Ada.Real_Time.Time;
   end record;

   type Policy_Types is array (1 .. 4) of Interfaces.Unsigned_32;

   type Address is record
      Host : String (1 .. 64);
      Port : Natural;
   end record;

   type Component is record
      Tag   : Interfaces.Unsigned_32;
      Value : Interfaces.Unsigned_32;
   end record;

   type Profile is record
      Major, Minor : Interfaces.Unsigned_8;
   end record;

   type Reference is record
      Repository_Id : String (1 .. 22);
   end record;

   type Counter is record
      Handed_Out : Interfaces.Unsigned_64
        with Atomic;
   end record;

   package Ids is new Owned_Octets (Sites.Object_Id);
   package Keys is new Owned_Octets (Sites.Object_Key);
   package Servants is new Owned_Objects (Sites.Servant_Record, Servant_Data);
   package Policies is new Owned_Objects
     (Sites.Poa_Policy_List, Policy_Types);
   package Addresses is new Owned_Objects (Sites.Endpoint_Address, Address);
   package Components is new Owned_Objects
     (Sites.Tagged_Component, Component);
   package Profiles is new Owned_Objects (Sites.Ior_Profile, Profile);
   package References is new Owned_Objects
     (Sites.Object_Reference, Reference);
   package Counters is new Owned_Objects (Sites.Reference_Counter, Counter);

   type Object_Record is limited record
      Id        : Ids.Owned;
      Key       : Keys.Owned;
      Servant   : Servants.Owned;
      Policy    : Policies.Owned;
      Endpoint  : Addresses.Owned;
      Orb_Type  : Components.Owned;
      Iiop      : Profiles.Owned;
      Published : References.Owned;
      Count     : Counters.Owned;
   end record;

end Object_Records;
