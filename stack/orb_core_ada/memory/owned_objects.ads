--  An object of a site with an owner: it is given back, through
--  Secure_Deallocation, when the owner's scope is left, also by an exception.
--  Not for use by several tasks at once.

with Ada.Finalization;
with Sites;

generic
   Place : Sites.Site;
   type Object (<>) is private;
package Owned_Objects is

   type Pointer is access Object;

   type Owned is new Ada.Finalization.Limited_Controlled with private;
   --  Holds nothing at first

   procedure Hold (Self : in out Owned; Value : Object);
   --  Gives back what was held before

   function Holds (Self : Owned) return Boolean;

   function Content (Self : Owned) return not null Pointer
     with Pre => Self.Holds;
   --  Valid as long as Self holds it

   overriding procedure Finalize (Self : in out Owned);

private

   type Owned is new Ada.Finalization.Limited_Controlled with record
      Held : Pointer;
   end record;

end Owned_Objects;
