--  The one utility through which the core gives memory back: it wipes the
--  object at critical and high sites, books it at its site and frees it.
--
--  Object is the type of what lives at the site, Name the access type that
--  designates it. An object of a wiped site must have no controlled parts:
--  they would be finalized after they were overwritten.

with Sites;

generic
   Place : Sites.Site;
   type Object (<>) is private;
   type Name is access Object;
package Secure_Deallocation is

   function Allocate (Value : Object) return Name;
   --  A copy of Value in memory of its own, counted

   procedure Deallocate (Item : in out Name);
   --  Item is null afterwards; nothing happens when it was null before. An
   --  injected fault makes it do something else than it should.

end Secure_Deallocation;
