--  The service contexts that the core reads and writes: the correlation id of
--  the bench's clients, and ExceptionDetailMessage (CORBA 3.3 part 2, 9.7.1)

with Ada.Streams;
with Interfaces;

package Service_Contexts is

   Correlation : constant Interfaces.Unsigned_32 := 16#4F42_4201#;
   --  "OBB" and 1, from the half of the id space that is for vendors

   Exception_Detail : constant Interfaces.Unsigned_32 := 14;

   Most_Correlation_Octets : constant := 128;

   function Decode_Correlation
     (Encapsulation : Ada.Streams.Stream_Element_Array) return String;
   --  Of one CDR string. Empty for data that is not that, or an id that is
   --  longer or not printable ASCII: it comes from anybody

   function Encode_Detail
     (Text : String) return Ada.Streams.Stream_Element_Array;
   --  An encapsulation of one wstring as GIOP 1.2 marshals it, a length in
   --  octets, then UTF-16 (CORBA 3.3 part 2, 9.3.2.7). Text is ASCII

end Service_Contexts;
