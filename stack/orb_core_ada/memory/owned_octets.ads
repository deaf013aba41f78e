--  A run of octets that lives at a site

with Ada.Streams;
with Owned_Objects;
with Sites;

generic
   Place : Sites.Site;
package Owned_Octets is

   package Objects is new Owned_Objects
     (Place, Ada.Streams.Stream_Element_Array);

   subtype Owned is Objects.Owned;

   procedure Hold_Text (Self : in out Owned; Text : String);

   procedure Hold_Zeroes
     (Self : in out Owned; Length : Ada.Streams.Stream_Element_Count);

   function Text (Self : Owned) return String;

end Owned_Octets;
