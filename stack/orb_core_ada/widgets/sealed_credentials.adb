with Ada.Streams;
with CORBA;
with Interfaces.C;
with System;

package body Sealed_Credentials is

   use Ada.Streams;
   use Interfaces.C;
   use Libsodium;

   type Derivation_Input is record
      Widget_Id : Interfaces.Integer_64;
      Entropy   : Octets (1 .. 32);
   end record;

   subtype Pool is Octets (1 .. 64);

   package Pools is new Owned_Objects (Sites.Random_Pool, Pool);
   package Inputs is new Owned_Objects
     (Sites.Key_Derivation_Input, Derivation_Input);
   package Hash_Contexts is new Owned_Objects
     (Sites.Hash_Context, Hash_State);
   package Cipher_Contexts is new Owned_Objects
     (Sites.Cipher_Context, Stream_State);
   package Verifications is new Owned_Octets (Sites.Seal_Verification);

   No_Octets : constant Octets (1 .. 0) := (others => 0);

   procedure Require (Code : int);
   --  Libsodium's functions fail for wrong lengths only

   procedure Hash_To
     (Output : in out Octets; Input : Octets; Key : Octets := No_Octets);

   procedure Derive_Key
     (Self : in out Credential; Widget_Id : Interfaces.Integer_64);

   procedure Hash_Label (Self : in out Credential; Label : String);

   procedure Encrypt (Self : in out Credential);

   -------------
   -- Require --
   -------------

   procedure Require (Code : int) is
   begin
      pragma Assert (Code = 0);
      if Code /= 0 then
         raise Program_Error with "libsodium refuses its arguments";
      end if;
   end Require;

   -------------
   -- Hash_To --
   -------------

   procedure Hash_To
     (Output : in out Octets; Input : Octets; Key : Octets := No_Octets) is
   begin
      Require
        (Hash_Whole
           (Output'Address, Output'Length,
            Input'Address, Input'Length,
            (if Key'Length = 0 then System.Null_Address else Key'Address),
            Key'Length));
   end Hash_To;

   ----------------
   -- Derive_Key --
   ----------------

   procedure Derive_Key
     (Self : in out Credential; Widget_Id : Interfaces.Integer_64)
   is
      Drawn   : Pools.Owned;
      Input   : Inputs.Owned;
      Context : Hash_Contexts.Owned;
   begin
      Drawn.Hold ((others => 0));
      Draw (Drawn.Content.all'Address, Pool'Length);
      Input.Hold ((Widget_Id, (others => 0)));
      Input.Content.Entropy := Drawn.Content (1 .. 32);
      Context.Hold ((Opaque => (others => 0)));
      Self.Key.Hold ((others => 0));
      Require
        (Start_Hash
           (Context.Content.all'Address, System.Null_Address, 0, Key_Octets));
      Require
        (Continue_Hash
           (Context.Content.all'Address,
            Input.Content.all'Address,
            Derivation_Input'Size / 8));
      Require
        (End_Hash
           (Context.Content.all'Address,
            Self.Key.Content.all'Address,
            Key_Octets));
   end Derive_Key;

   ----------------
   -- Hash_Label --
   ----------------

   procedure Hash_Label (Self : in out Credential; Label : String) is
      Octets_Of_Label : Octets (1 .. Label'Length)
        with Import, Address => Label'Address;
   begin
      Self.Api_Key.Hold ((others => 0));
      Hash_To
        (Self.Api_Key.Content.all, Octets_Of_Label, Self.Key.Content.all);
   end Hash_Label;

   -------------
   -- Encrypt --
   -------------

   procedure Encrypt (Self : in out Credential) is
      Context : Cipher_Contexts.Owned;
   begin
      Context.Hold ((Opaque => (others => 0)));
      Self.Nonce.Hold ((others => 0));
      Require
        (Start_Stream
           (Context.Content.all'Address,
            Self.Nonce.Content.all'Address,
            Self.Key.Content.all'Address));
      Buffers.Hold_Zeroes
        (Self.Sealed, Self.Secret.Content'Length + Added_Octets);
      Require
        (Push
           (Context.Content.all'Address,
            Self.Sealed.Content.all'Address, System.Null_Address,
            Self.Secret.Content.all'Address, Self.Secret.Content'Length,
            Self.Api_Key.Content.all'Address, Hash_Octets,
            Final_Tag));
   end Encrypt;

   ----------
   -- Seal --
   ----------

   procedure Seal
     (Self      : in out Credential;
      Widget_Id : Interfaces.Integer_64;
      Label     : String;
      Secret    : OrbCore.Octets)
   is
   begin
      --  Octet by octet into the block: an array on its way would be one more
      --  copy, on a stack.
      Secrets.Hold_Zeroes
        (Self.Secret, Stream_Element_Count (OrbCore.Length (Secret)));
      for J in Self.Secret.Content'Range loop
         Self.Secret.Content (J) := Stream_Element
           (CORBA.Octet'(OrbCore.Get_Element (Secret, Positive (J))));
      end loop;
      Derive_Key (Self, Widget_Id);
      Self.Session.Hold ((others => 0));
      Draw (Self.Session.Content.all'Address, Hash_Octets);
      Self.Refresh.Hold ((others => 0));
      Hash_To (Self.Refresh.Content.all, Self.Session.Content.all);
      Hash_Label (Self, Label);
      Encrypt (Self);
      Self.Tag.Hold ((others => 0));
      Hash_To
        (Self.Tag.Content.all,
         Self.Sealed.Content.all,
         Self.Key.Content.all);
   end Seal;

   ------------
   -- Verify --
   ------------

   function Verify (Self : Credential) return Boolean is
      Again : Verifications.Owned;
   begin
      Verifications.Hold_Zeroes (Again, 2 * Hash_Octets);
      declare
         Tag     : Hash renames Again.Content (1 .. Hash_Octets);
         Refresh : Hash renames
           Again.Content (Hash_Octets + 1 .. 2 * Hash_Octets);
      begin
         Hash_To (Tag, Self.Sealed.Content.all, Self.Key.Content.all);
         Hash_To (Refresh, Self.Session.Content.all);
         return Compare
             (Tag'Address, Self.Tag.Content.all'Address, Hash_Octets) = 0
           and then Compare
             (Refresh'Address, Self.Refresh.Content.all'Address, Hash_Octets)
               = 0;
      end;
   end Verify;

end Sealed_Credentials;
