--  What an any holds, where it is of a type that a widget's operations work
--  with: boolean, the integers, float, double and string

with Ada.Streams;
with Ada.Strings.Unbounded;
with CORBA;
with Interfaces;

package Plain_Values is

   type Kind is (None, Truth, Whole, Real, Text);

   type Value (Is_Of : Kind := None) is record
      case Is_Of is
         when None =>
            null;
         when Truth =>
            As_Truth : Boolean;
         when Whole =>
            As_Whole : Interfaces.Integer_64;
         when Real =>
            As_Real : Interfaces.IEEE_Float_64;
         when Text =>
            As_Text : Ada.Strings.Unbounded.Unbounded_String;
      end case;
   end record;

   function Value_Of (Item : CORBA.Any) return Value;

   function Any_Of (Item : Value) return CORBA.Any
     with Pre => Item.Is_Of /= None;

   function Octets_Of (Item : Value) return Ada.Streams.Stream_Element_Array;

end Plain_Values;
