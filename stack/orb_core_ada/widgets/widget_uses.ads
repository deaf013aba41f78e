--  Keeps a widget from being destroyed as long as its owner's scope lasts

with Interfaces;
with Widgets;

private with Ada.Finalization;

package Widget_Uses is

   type Widget_Access is access Widgets.Widget;

   type Use_Of_Widget is tagged limited private;
   --  Of none at first

   procedure Begin_With
     (Self : in out Use_Of_Widget; Used : not null Widget_Access);
   --  Once; by the registry alone, under its lock

   function Is_Of_None (Self : Use_Of_Widget) return Boolean;

   function Used (Self : Use_Of_Widget) return not null Widget_Access
     with Pre => not Self.Is_Of_None;

   function Id (Self : Use_Of_Widget) return Interfaces.Integer_64
     with Pre => not Self.Is_Of_None;

private

   type Use_Of_Widget is new Ada.Finalization.Limited_Controlled with record
      Target : Widget_Access;
   end record;

   overriding procedure Finalize (Self : in out Use_Of_Widget);

end Widget_Uses;
