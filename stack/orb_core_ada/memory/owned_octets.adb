package body Owned_Octets is

   use Ada.Streams;

   ---------------
   -- Hold_Text --
   ---------------

   procedure Hold_Text (Self : in out Owned; Text : String) is
      subtype Octets is Stream_Element_Array (1 .. Text'Length);
      View : Octets
        with Import, Address => Text'Address;
   begin
      Self.Hold (View);
   end Hold_Text;

   -----------------
   -- Hold_Zeroes --
   -----------------

   procedure Hold_Zeroes
     (Self : in out Owned; Length : Stream_Element_Count) is
   begin
      Self.Hold (Stream_Element_Array'(1 .. Length => 0));
   end Hold_Zeroes;

   ----------
   -- Text --
   ----------

   function Text (Self : Owned) return String is
      Octets : constant Objects.Pointer := Self.Content;
      subtype Same_Length is String (1 .. Octets'Length);
      View   : Same_Length
        with Import, Address => Octets.all'Address;
   begin
      return View;
   end Text;

end Owned_Octets;
