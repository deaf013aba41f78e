with Ada.Containers.Indefinite_Ordered_Maps;
with Secure_Deallocation;
with Sites;

package body Arrival_Channels is

   use type Ada.Containers.Count_Type;
   use type Interfaces.Unsigned_64;

   type Channel_State is record
      Figures : Counts;
      Highest : Count := 0;
   end record;

   type State_Name is access Channel_State;

   package Memory is new Secure_Deallocation
     (Sites.Arrival_Channel, Channel_State, State_Name);

   package Maps is new Ada.Containers.Indefinite_Ordered_Maps
     (String, State_Name);

   protected Table is
      procedure Note (Channel : String; Sequence_Number : Count);
      function Counts_Of (Channel : String) return Counts;
      procedure Remove (Channel : String; Removed : out State_Name);
   private
      Channels : Maps.Map;
   end Table;

   -----------
   -- Table --
   -----------

   protected body Table is

      ----------
      -- Note --
      ----------

      procedure Note (Channel : String; Sequence_Number : Count) is
         Position : Maps.Cursor := Channels.Find (Channel);
         Inserted : Boolean;
         State    : State_Name;
      begin
         if not Maps.Has_Element (Position) then
            if Channels.Length >= Most_Channels then
               return;
            end if;
            Channels.Insert
              (Channel, Memory.Allocate ((others => <>)), Position, Inserted);
         end if;
         State := Maps.Element (Position);
         if State.Figures.Arrived > 0
           and then Sequence_Number <= State.Highest
         then
            State.Figures.Out_Of_Order := State.Figures.Out_Of_Order + 1;
         end if;
         State.Figures.Arrived := State.Figures.Arrived + 1;
         State.Figures.Last_Sequence_Number := Sequence_Number;
         State.Highest := Count'Max (State.Highest, Sequence_Number);
      end Note;

      ---------------
      -- Counts_Of --
      ---------------

      function Counts_Of (Channel : String) return Counts is
         Position : constant Maps.Cursor := Channels.Find (Channel);
      begin
         return
           (if Maps.Has_Element (Position)
            then Maps.Element (Position).Figures
            else (others => <>));
      end Counts_Of;

      ------------
      -- Remove --
      ------------

      procedure Remove (Channel : String; Removed : out State_Name) is
         Position : Maps.Cursor := Channels.Find (Channel);
      begin
         Removed := null;
         if Maps.Has_Element (Position) then
            Removed := Maps.Element (Position);
            Channels.Delete (Position);
         end if;
      end Remove;

   end Table;

   ----------
   -- Note --
   ----------

   procedure Note (Channel : String; Sequence_Number : Count) is
   begin
      Table.Note (Channel, Sequence_Number);
   end Note;

   ---------------
   -- Counts_Of --
   ---------------

   function Counts_Of (Channel : String) return Counts is
     (Table.Counts_Of (Channel));

   ------------
   -- Forget --
   ------------

   procedure Forget (Channel : String) is
      State : State_Name;
   begin
      Table.Remove (Channel, State);
      Memory.Deallocate (State);
   end Forget;

end Arrival_Channels;
