--  The one way by which the core overwrites secrets

with System;
with System.Storage_Elements;

package Wiping is

   type Method is (Explicit_Bzero, Memset, Sodium);
   --  Which function of which library overwrites: bzero's explicit form and
   --  memset of the C library, or sodium_memzero of libsodium

   procedure Choose (Value : Method);
   --  To be called before the first Wipe, if at all. Explicit_Bzero without

   procedure Wipe
     (Start  : System.Address;
      Octets : System.Storage_Elements.Storage_Count);

end Wiping;
