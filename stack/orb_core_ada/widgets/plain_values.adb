with PolyORB.Any;

package body Plain_Values is

   use Ada.Streams;
   use Ada.Strings.Unbounded;
   use Interfaces;
   use PolyORB.Any;

   generic
      type Plain is private;
   function Octets_Of_Plain (Item : Plain) return Stream_Element_Array;

   ---------------------
   -- Octets_Of_Plain --
   ---------------------

   function Octets_Of_Plain (Item : Plain) return Stream_Element_Array is
      subtype Octets is Stream_Element_Array (1 .. Item'Size / 8);
      View : Octets
        with Import, Address => Item'Address;
   begin
      return View;
   end Octets_Of_Plain;

   function Octets_Of_Truth is new Octets_Of_Plain (Boolean);
   function Octets_Of_Whole is new Octets_Of_Plain (Integer_64);
   function Octets_Of_Real is new Octets_Of_Plain (IEEE_Float_64);

   function Octets_Of_Text (Item : String) return Stream_Element_Array;

   --------------------
   -- Octets_Of_Text --
   --------------------

   function Octets_Of_Text (Item : String) return Stream_Element_Array is
      subtype Octets is Stream_Element_Array (1 .. Item'Length);
      View : Octets
        with Import, Address => Item'Address;
   begin
      return View;
   end Octets_Of_Text;

   --------------
   -- Value_Of --
   --------------

   function Value_Of (Item : CORBA.Any) return Value is
      Type_Kind : constant TCKind :=
        CORBA.TypeCode.Kind (CORBA.Get_Type (Item));
   begin
      case Type_Kind is
         when Tk_Boolean =>
            return (Truth, CORBA.From_Any (Item));
         when Tk_Longlong =>
            return (Whole, Integer_64 (CORBA.Long_Long'
              (CORBA.From_Any (Item))));
         when Tk_Long =>
            return (Whole, Integer_64 (CORBA.Long'(CORBA.From_Any (Item))));
         when Tk_Short =>
            return (Whole, Integer_64 (CORBA.Short'(CORBA.From_Any (Item))));
         when Tk_Ulong =>
            return (Whole, Integer_64 (CORBA.Unsigned_Long'
              (CORBA.From_Any (Item))));
         when Tk_Ushort =>
            return (Whole, Integer_64 (CORBA.Unsigned_Short'
              (CORBA.From_Any (Item))));
         when Tk_Double =>
            return (Real, IEEE_Float_64 (CORBA.Double'
              (CORBA.From_Any (Item))));
         when Tk_Float =>
            return (Real, IEEE_Float_64 (CORBA.Float'
              (CORBA.From_Any (Item))));
         when Tk_String =>
            return (Text, To_Unbounded_String
              (CORBA.To_Standard_String
                 (CORBA.String'(CORBA.From_Any (Item)))));
         when others =>
            return (Is_Of => None);
      end case;
   end Value_Of;

   ------------
   -- Any_Of --
   ------------

   function Any_Of (Item : Value) return CORBA.Any is
     (case Item.Is_Of is
         when None => raise Constraint_Error,
         when Truth => CORBA.To_Any (Item.As_Truth),
         when Whole => CORBA.To_Any (CORBA.Long_Long (Item.As_Whole)),
         when Real => CORBA.To_Any (CORBA.Double (Item.As_Real)),
         when Text => CORBA.To_Any
           (CORBA.To_CORBA_String (To_String (Item.As_Text))));

   ---------------
   -- Octets_Of --
   ---------------

   function Octets_Of (Item : Value) return Stream_Element_Array is
     (case Item.Is_Of is
         when None => Stream_Element_Array'(1 .. 0 => 0),
         when Truth => Octets_Of_Truth (Item.As_Truth),
         when Whole => Octets_Of_Whole (Item.As_Whole),
         when Real => Octets_Of_Real (Item.As_Real),
         when Text => Octets_Of_Text (To_String (Item.As_Text)));

end Plain_Values;
