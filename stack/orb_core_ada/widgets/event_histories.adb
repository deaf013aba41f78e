with Ada.Strings.Fixed;

package body Event_Histories is

   ----------
   -- Gate --
   ----------

   protected body Gate is

      ----------
      -- Swap --
      ----------

      procedure Swap (Content : Queues.Pointer; Item : in out Event_Name) is
         Place    : Position;
         Replaced : Event_Name;
      begin
         Content.Last_Number := Content.Last_Number + 1;
         Item.Sequence_Number := Content.Last_Number;
         Place := Content.Last_Number mod Most_Kept;
         Replaced := Content.Kept (Place);
         Content.Kept (Place) := Item;
         Item := Replaced;
      end Swap;

   end Gate;

   ---------
   -- Add --
   ---------

   procedure Add
     (Self : in out History; Operation : String; Succeeded : Boolean)
   is
      Item : Event_Name := Events.Allocate
        ((Sequence_Number => 0,
          Time            => Ada.Calendar.Clock,
          Operation       => Ada.Strings.Fixed.Head (Operation, 32),
          Succeeded       => Succeeded));
   begin
      Self.Lock.Swap (Self.Events.Content, Item);
      Events.Deallocate (Item);
   end Add;

   ----------------
   -- Initialize --
   ----------------

   overriding procedure Initialize (Self : in out History) is
   begin
      Self.Events.Hold ((others => <>));
   end Initialize;

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out History) is
   begin
      for Item of Self.Events.Content.Kept loop
         Events.Deallocate (Item);
      end loop;
   end Finalize;

end Event_Histories;
