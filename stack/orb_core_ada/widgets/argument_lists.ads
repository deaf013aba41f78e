--  The arguments of one dynamic invocation

with CORBA;
with OrbCore;
with Plain_Values;

private with Held_Anys;
private with Owned_Objects;
private with Sites;

package Argument_Lists is

   Most_Arguments : constant := 16;

   type Argument_List is limited private;

   procedure Hold
     (Self : in out Argument_List; Arguments : OrbCore.Arguments);
   --  Once. Raises BAD_PARAM for more than Most_Arguments

   function Count (Self : Argument_List) return Natural;

   function Only_Any (Self : Argument_List) return CORBA.Any
     with Pre => Count (Self) = 1;

   function Value
     (Self : Argument_List; Position : Positive) return Plain_Values.Value
     with Pre => Position <= Count (Self);

private

   type Slots is record
      Count : Natural;
   end record;

   type Named_Value is record
      Position : Positive;
   end record;

   package Slot_Lists is new Owned_Objects (Sites.Argument_List, Slots);
   package Named_Values is new Owned_Objects (Sites.Named_Value, Named_Value);

   type Argument is limited record
      Named : Named_Values.Owned;
      Held  : Held_Anys.Held_Any;
   end record;

   type Argument_Array is array (1 .. Most_Arguments) of Argument;

   type Argument_List is limited record
      Own    : Slot_Lists.Owned;
      Values : Argument_Array;
   end record;

end Argument_Lists;
