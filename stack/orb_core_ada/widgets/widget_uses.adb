package body Widget_Uses is

   ----------------
   -- Begin_With --
   ----------------

   procedure Begin_With
     (Self : in out Use_Of_Widget; Used : not null Widget_Access) is
   begin
      Widgets.Begin_Use (Used.all);
      Self.Target := Used;
   end Begin_With;

   ----------------
   -- Is_Of_None --
   ----------------

   function Is_Of_None (Self : Use_Of_Widget) return Boolean is
     (Self.Target = null);

   ----------
   -- Used --
   ----------

   function Used (Self : Use_Of_Widget) return not null Widget_Access is
     (Self.Target);

   --------
   -- Id --
   --------

   function Id (Self : Use_Of_Widget) return Interfaces.Integer_64 is
     (Widgets.Id (Self.Target.all));

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out Use_Of_Widget) is
   begin
      if Self.Target /= null then
         Widgets.End_Use (Self.Target.all);
         Self.Target := null;
      end if;
   end Finalize;

end Widget_Uses;
