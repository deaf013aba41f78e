with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;

package body Object_Records is

   use Ada.Strings.Unbounded;
   use type Interfaces.Unsigned_64;

   Policies_In_Force : constant Policy_Types := (17, 19, 21, 22);
   --  CORBA 3.3 part 1, 15.4: the POA policies by their PolicyType numbers

   Tag_Orb_Type     : constant := 0;             --  Part 2, 7.6.6
   Polyorb_Orb_Type : constant := 16#504F_0000#; --  As PolyORB states its own

   Published_Host : Unbounded_String;
   Published_Port : Natural := 0;

   ---------------------------
   -- Set_Published_Address --
   ---------------------------

   procedure Set_Published_Address (Host : String; Port : Natural) is
   begin
      Published_Host := To_Unbounded_String (Host);
      Published_Port := Port;
   end Set_Published_Address;

   --------------
   -- Describe --
   --------------

   procedure Describe
     (Self : in out Object_Record; Widget_Id : Interfaces.Integer_64)
   is
      Image : constant String := Ada.Strings.Fixed.Trim
        (Interfaces.Integer_64'Image (Widget_Id), Ada.Strings.Both);
   begin
      Ids.Hold_Text (Self.Id, Image);
      Keys.Hold_Text (Self.Key, "widgets/" & Image);
      Self.Servant.Hold ((Activated => Ada.Real_Time.Clock));
      Self.Policy.Hold (Policies_In_Force);
      Self.Endpoint.Hold
        ((Ada.Strings.Fixed.Head (To_String (Published_Host), 64),
          Published_Port));
      Self.Orb_Type.Hold ((Tag_Orb_Type, Polyorb_Orb_Type));
      Self.Iiop.Hold ((Major => 1, Minor => 2));
      Self.Published.Hold ((Repository_Id => "IDL:OrbCore/Widget:1.0"));
      Self.Count.Hold ((Handed_Out => 0));
   end Describe;

   ---------------
   -- Activated --
   ---------------

   function Activated (Self : Object_Record) return Ada.Real_Time.Time is
     (Self.Servant.Content.Activated);

   --------------------
   -- Note_Reference --
   --------------------

   procedure Note_Reference (Self : in out Object_Record) is
   begin
      Self.Count.Content.Handed_Out := Self.Count.Content.Handed_Out + 1;
   end Note_Reference;

end Object_Records;
