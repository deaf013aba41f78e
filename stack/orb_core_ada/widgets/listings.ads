--  One page of widgets, while it is put together

with OrbCore;
with Widgets;

private with Owned_Objects;
private with Sites;

package Listings is

   Most_Rows : constant := 100;

   type Listing is tagged limited private;

   procedure Start (Self : in out Listing; Offset, Limit : Natural);
   --  Once. Limit is 1 to Most_Rows

   procedure Take (Self : in out Listing; Next : Widgets.Widget);
   --  The next in the order of ids, which stays out before the offset

   function Is_Full (Self : Listing) return Boolean;

   function Content (Self : Listing) return OrbCore.WidgetDescriptions;

private

   type Cursor is record
      Position : Natural;
   end record;

   type Filter is record
      Offset, Limit : Natural;
   end record;

   type Page is record
      Count : Natural;
   end record;

   package Cursors is new Owned_Objects (Sites.Listing_Cursor, Cursor);
   package Filters is new Owned_Objects (Sites.Listing_Filter, Filter);
   package Pages is new Owned_Objects (Sites.Listing_Page, Page);
   package Rows is new Owned_Objects
     (Sites.Listing_Row, OrbCore.WidgetDescription);

   type Row_Array is array (1 .. Most_Rows) of Rows.Owned;

   type Listing is tagged limited record
      Wanted : Filters.Owned;
      Place  : Cursors.Owned;
      Sheet  : Pages.Owned;
      Lines  : Row_Array;
   end record;

end Listings;
