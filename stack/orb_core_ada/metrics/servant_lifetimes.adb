package body Servant_Lifetimes is

   use type Interfaces.Unsigned_64;

   Seconds_Of : constant array (Bound) of Duration :=
     (0.001, 0.01, 0.1, 1.0, 10.0, 60.0, 600.0, 3_600.0, 86_400.0);

   protected State is
      procedure Note (Lifetime : Duration);
      function Read return Figures;
   private
      Current : Figures;
   end State;

   -----------
   -- State --
   -----------

   protected body State is

      ----------
      -- Note --
      ----------

      procedure Note (Lifetime : Duration) is
      begin
         for Value in Bound loop
            if Lifetime <= Seconds_Of (Value) then
               Current.At_Most (Value) := Current.At_Most (Value) + 1;
            end if;
         end loop;
         Current.Total := Current.Total + 1;
         Current.Seconds := Current.Seconds + Long_Float (Lifetime);
      end Note;

      ----------
      -- Read --
      ----------

      function Read return Figures is (Current);

   end State;

   --------------
   -- Label_Of --
   --------------

   function Label_Of (Value : Bound) return String is
      Image : constant String := Duration'Image (Seconds_Of (Value));
   begin
      --  Less the blank for the sign and the last three of nine decimals
      return Image (Image'First + 1 .. Image'Last - 3);
   end Label_Of;

   ----------
   -- Note --
   ----------

   procedure Note (Lifetime : Duration) is
   begin
      State.Note (Lifetime);
   end Note;

   --------------
   -- Snapshot --
   --------------

   function Snapshot return Figures is (State.Read);

end Servant_Lifetimes;
