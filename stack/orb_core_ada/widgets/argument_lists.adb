with Ada.Strings.Fixed;
with System_Exceptions;

package body Argument_Lists is

   ----------
   -- Hold --
   ----------

   procedure Hold
     (Self : in out Argument_List; Arguments : OrbCore.Arguments)
   is
      Number : constant Natural := OrbCore.Length (Arguments);
   begin
      Self.Own.Hold ((Count => Number));
      if Number > Most_Arguments then
         System_Exceptions.Raise_Bad_Param
           (System_Exceptions.Wrong_Arguments,
            Ada.Strings.Fixed.Trim (Natural'Image (Number), Ada.Strings.Both)
            & " arguments, of 16 that an operation may have");
      end if;
      for J in 1 .. Number loop
         Self.Values (J).Named.Hold ((Position => J));
         Held_Anys.Hold
           (Self.Values (J).Held, OrbCore.Get_Element (Arguments, J));
      end loop;
   end Hold;

   -----------
   -- Count --
   -----------

   function Count (Self : Argument_List) return Natural is
     (Self.Own.Content.Count);

   --------------
   -- Only_Any --
   --------------

   function Only_Any (Self : Argument_List) return CORBA.Any is
     (Held_Anys.Item (Self.Values (1).Held));

   -----------
   -- Value --
   -----------

   function Value
     (Self : Argument_List; Position : Positive) return Plain_Values.Value is
     (Held_Anys.Value (Self.Values (Position).Held));

end Argument_Lists;
