--  The part of libsodium that seals a widget's secret

with Ada.Streams;
with Interfaces.C;
with System;

package Libsodium is

   use Interfaces.C;

   Key_Octets    : constant := 32;
   Header_Octets : constant := 24;
   Added_Octets  : constant := 17;
   Hash_Octets   : constant := 32;
   Final_Tag     : constant unsigned_char := 3;
   --  As crypto_secretstream_xchacha20poly1305 and crypto_generichash name
   --  them: KEYBYTES, HEADERBYTES, ABYTES, BYTES and TAG_FINAL

   subtype Octets is Ada.Streams.Stream_Element_Array;

   subtype Key is Octets (1 .. Key_Octets);
   subtype Header is Octets (1 .. Header_Octets);
   subtype Hash is Octets (1 .. Hash_Octets);

   type Hash_State is record
      Opaque : Octets (1 .. 384);
   end record
     with Alignment => 64;

   type Stream_State is record
      Opaque : Octets (1 .. 52);
   end record;

   function Start return int
     with Import, Convention => C, External_Name => "sodium_init";
   --  Negative when it fails

   procedure Draw (Start : System.Address; Length : size_t)
     with Import, Convention => C, External_Name => "randombytes_buf";

   function Hash_Whole
     (Output        : System.Address;
      Output_Length : size_t;
      Input         : System.Address;
      Input_Length  : unsigned_long_long;
      Key           : System.Address;
      Key_Length    : size_t) return int
     with Import, Convention => C, External_Name => "crypto_generichash";

   function Start_Hash
     (State         : System.Address;
      Key           : System.Address;
      Key_Length    : size_t;
      Output_Length : size_t) return int
     with Import, Convention => C, External_Name => "crypto_generichash_init";

   function Continue_Hash
     (State  : System.Address;
      Input  : System.Address;
      Length : unsigned_long_long) return int
     with
       Import, Convention => C, External_Name => "crypto_generichash_update";

   function End_Hash
     (State  : System.Address;
      Output : System.Address;
      Length : size_t) return int
     with Import, Convention => C, External_Name => "crypto_generichash_final";

   function Start_Stream
     (State  : System.Address;
      Header : System.Address;
      Key    : System.Address) return int
     with
       Import, Convention => C,
       External_Name => "crypto_secretstream_xchacha20poly1305_init_push";

   function Push
     (State             : System.Address;
      Sealed            : System.Address;
      Sealed_Length     : System.Address;
      Message           : System.Address;
      Message_Length    : unsigned_long_long;
      Associated        : System.Address;
      Associated_Length : unsigned_long_long;
      Tag               : unsigned_char) return int
     with
       Import, Convention => C,
       External_Name => "crypto_secretstream_xchacha20poly1305_push";

   function Compare
     (Left, Right : System.Address; Length : size_t) return int
     with Import, Convention => C, External_Name => "sodium_memcmp";
   --  0 when they are equal; takes the same time either way

end Libsodium;
