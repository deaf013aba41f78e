with Secure_Deallocation;

package body Owned_Objects is

   package Memory is new Secure_Deallocation (Place, Object, Pointer);

   ----------
   -- Hold --
   ----------

   procedure Hold (Self : in out Owned; Value : Object) is
      Fresh : constant Pointer := Memory.Allocate (Value);
   begin
      Memory.Deallocate (Self.Held);
      Self.Held := Fresh;
   end Hold;

   -----------
   -- Holds --
   -----------

   function Holds (Self : Owned) return Boolean is (Self.Held /= null);

   -------------
   -- Content --
   -------------

   function Content (Self : Owned) return not null Pointer is (Self.Held);

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out Owned) is
   begin
      Memory.Deallocate (Self.Held);
   end Finalize;

end Owned_Objects;
