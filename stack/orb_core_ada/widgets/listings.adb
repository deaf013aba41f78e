with CORBA;

package body Listings is

   -----------
   -- Start --
   -----------

   procedure Start (Self : in out Listing; Offset, Limit : Natural) is
   begin
      Self.Wanted.Hold ((Offset, Limit));
      Self.Place.Hold ((Position => 0));
      Self.Sheet.Hold ((Count => 0));
   end Start;

   ----------
   -- Take --
   ----------

   procedure Take (Self : in out Listing; Next : Widgets.Widget) is
      Position : Natural renames Self.Place.Content.Position;
      Count    : Natural renames Self.Sheet.Content.Count;
   begin
      if Position >= Self.Wanted.Content.Offset then
         Count := Count + 1;
         Self.Lines (Count).Hold
           ((widget_id => CORBA.Long_Long (Widgets.Id (Next)),
             type_name => CORBA.To_CORBA_String (Widgets.Type_Name (Next)),
             label     => CORBA.To_CORBA_String (Widgets.Label (Next))));
      end if;
      Position := Position + 1;
   end Take;

   -------------
   -- Is_Full --
   -------------

   function Is_Full (Self : Listing) return Boolean is
     (Self.Sheet.Content.Count >= Self.Wanted.Content.Limit);

   -------------
   -- Content --
   -------------

   function Content (Self : Listing) return OrbCore.WidgetDescriptions is
   begin
      return Descriptions : OrbCore.WidgetDescriptions do
         for J in 1 .. Self.Sheet.Content.Count loop
            OrbCore.Append (Descriptions, Self.Lines (J).Content.all);
         end loop;
      end return;
   end Content;

end Listings;
