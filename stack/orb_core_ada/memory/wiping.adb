with Interfaces.C;

package body Wiping is

   use System.Storage_Elements;

   procedure C_Explicit_Bzero
     (Start : System.Address; Octets : Interfaces.C.size_t)
     with Import, Convention => C, External_Name => "explicit_bzero";

   function C_Memset
     (Start  : System.Address;
      Value  : Interfaces.C.int;
      Octets : Interfaces.C.size_t) return System.Address
     with Import, Convention => C, External_Name => "memset";

   procedure Sodium_Memzero
     (Start : System.Address; Octets : Interfaces.C.size_t)
     with Import, Convention => C, External_Name => "sodium_memzero";

   Chosen : Method := Explicit_Bzero;

   ------------
   -- Choose --
   ------------

   procedure Choose (Value : Method) is
   begin
      Chosen := Value;
   end Choose;

   ----------
   -- Wipe --
   ----------

   procedure Wipe
     (Start  : System.Address;
      Octets : Storage_Count)
   is
      Length : constant Interfaces.C.size_t := Interfaces.C.size_t (Octets);
      Result : System.Address;
   begin
      case Chosen is
         when Explicit_Bzero =>
            C_Explicit_Bzero (Start, Length);
         when Memset =>
            --  The compiler knows nothing of an imported function's effects,
            --  and so cannot leave the call out.
            Result := C_Memset (Start, 0, Length);
            pragma Unreferenced (Result);
         when Sodium =>
            Sodium_Memzero (Start, Length);
      end case;
   end Wipe;

end Wiping;
