package body Service_Contexts is

   use Ada.Streams;
   use Interfaces;

   Most_Units : constant := 512;

   Length_At : constant := 4;
   --  After the octet of the byte order, aligned to four

   Text_At : constant := 8;

   function Read_Length
     (Octets : Stream_Element_Array; Little : Boolean) return Unsigned_32;

   -----------------
   -- Read_Length --
   -----------------

   function Read_Length
     (Octets : Stream_Element_Array; Little : Boolean) return Unsigned_32
   is
      Value : Unsigned_32 := 0;
   begin
      for J in Octets'Range loop
         Value := Shift_Left (Value, 8) or Unsigned_32
           (if Little then Octets (Octets'Last - (J - Octets'First))
            else Octets (J));
      end loop;
      return Value;
   end Read_Length;

   ------------------------
   -- Decode_Correlation --
   ------------------------

   function Decode_Correlation
     (Encapsulation : Stream_Element_Array) return String
   is
      subtype Zero_Based is Stream_Element_Array
        (0 .. Encapsulation'Length - 1);
      Octets    : constant Zero_Based := Encapsulation;
      Announced : Unsigned_32;
   begin
      if Octets'Length < Text_At or else Octets (0) > 1 then
         return "";
      end if;
      Announced := Read_Length
        (Octets (Length_At .. Text_At - 1), Little => Octets (0) = 1);
      if Announced not in 2 .. Most_Correlation_Octets + 1
        or else Announced > Octets'Length - Text_At
      then
         return "";
      end if;
      declare
         Id : String (1 .. Natural (Announced) - 1);
      begin
         for J in Id'Range loop
            Id (J) := Character'Val
              (Octets (Text_At + Stream_Element_Offset (J) - 1));
         end loop;
         return
           (if (for all Letter of Id => Letter in ' ' .. '~') then Id else "");
      end;
   end Decode_Correlation;

   -------------------
   -- Encode_Detail --
   -------------------

   function Encode_Detail (Text : String) return Stream_Element_Array is
      Units  : constant Natural := Natural'Min (Text'Length, Most_Units);
      Length : constant Unsigned_32 := Unsigned_32 (2 * Units);
      Octets : Stream_Element_Array
        (0 .. Text_At + 2 * Stream_Element_Offset (Units) - 1) :=
        (others => 0);
      --  Its first octet says: big-endian
   begin
      for J in Stream_Element_Offset range 0 .. 3 loop
         Octets (Length_At + J) := Stream_Element
           (Shift_Right (Length, Natural (8 * (3 - J))) and 16#FF#);
      end loop;
      for J in 0 .. Units - 1 loop
         Octets (Text_At + 2 * Stream_Element_Offset (J) + 1) :=
           Character'Pos (Text (Text'First + J));
      end loop;
      return Octets;
   end Encode_Detail;

end Service_Contexts;
