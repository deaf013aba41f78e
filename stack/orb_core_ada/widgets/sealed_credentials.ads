--  A widget's sensitive data, with the key, token and seal that the core makes
--  for it. All of it is wiped when the credential's owner goes; what is only
--  needed to make it, when that is done.

with Interfaces;
with Libsodium;
with OrbCore;

private with Owned_Objects;
private with Owned_Octets;
private with Sites;

package Sealed_Credentials is

   type Credential is limited private;

   procedure Seal
     (Self      : in out Credential;
      Widget_Id : Interfaces.Integer_64;
      Label     : String;
      Secret    : OrbCore.Octets);
   --  Once

   function Verify (Self : Credential) return Boolean;
   --  Whether the sealed form and the session are still what they were made

private

   package Keys is new Owned_Objects (Sites.Encryption_Key, Libsodium.Key);
   package Secrets is new Owned_Octets (Sites.Credential_Secret);
   package Tokens is new Owned_Objects (Sites.Session_Token, Libsodium.Hash);
   package Refreshes is new Owned_Objects
     (Sites.Refresh_Token, Libsodium.Hash);
   package Digests is new Owned_Objects (Sites.Api_Key_Digest, Libsodium.Hash);
   package Nonces is new Owned_Objects (Sites.Cipher_Nonce, Libsodium.Header);
   package Buffers is new Owned_Octets (Sites.Crypto_Buffer);
   package Tags is new Owned_Objects
     (Sites.Authentication_Tag, Libsodium.Hash);

   type Credential is limited record
      Secret  : Secrets.Owned;
      Key     : Keys.Owned;
      Session : Tokens.Owned;
      Refresh : Refreshes.Owned;
      Api_Key : Digests.Owned;
      Nonce   : Nonces.Owned;
      Sealed  : Buffers.Owned;
      Tag     : Tags.Owned;
   end record;

end Sealed_Credentials;
