package body Held_Anys is

   ----------
   -- Hold --
   ----------

   procedure Hold (Self : in out Held_Any; Item : CORBA.Any) is
      Plain : constant Plain_Values.Value := Plain_Values.Value_Of (Item);
   begin
      Self.Own.Hold ((Item => Item));
      Self.Of_Type.Hold ((Is_Of => Plain.Is_Of));
      Self.Content.Hold (Plain_Values.Octets_Of (Plain));
   end Hold;

   ----------
   -- Item --
   ----------

   function Item (Self : Held_Any) return CORBA.Any is
     (Self.Own.Content.Item);

   -----------
   -- Value --
   -----------

   function Value (Self : Held_Any) return Plain_Values.Value is
     (Plain_Values.Value_Of (Self.Own.Content.Item));

end Held_Anys;
