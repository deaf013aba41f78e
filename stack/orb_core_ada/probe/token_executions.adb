with Ada.Containers.Indefinite_Ordered_Maps;
with Secure_Deallocation;
with Sites;

package body Token_Executions is

   use type Ada.Containers.Count_Type;
   use type Interfaces.Unsigned_32;

   type Execution is record
      Times : Count := 0;
   end record;

   type Token_Name is access String;
   type Execution_Name is access Execution;

   package Tokens is new Secure_Deallocation
     (Sites.Idempotency_Token, String, Token_Name);

   package Records is new Secure_Deallocation
     (Sites.Execution_Record, Execution, Execution_Name);

   type Known is record
      Token  : Token_Name;
      Record_Of_Token : Execution_Name;
   end record;

   package Maps is new Ada.Containers.Indefinite_Ordered_Maps (String, Known);

   protected Table is
      procedure Execute (Token : String; Times : out Count);
      function Times_Of (Token : String) return Count;
      procedure Remove (Token : String; Removed : out Known);
   private
      Entries : Maps.Map;
   end Table;

   -----------
   -- Table --
   -----------

   protected body Table is

      -------------
      -- Execute --
      -------------

      procedure Execute (Token : String; Times : out Count) is
         Position : Maps.Cursor := Entries.Find (Token);
         Inserted : Boolean;
         Record_Of_Token : Execution_Name;
      begin
         if not Maps.Has_Element (Position) then
            if Entries.Length >= Most_Tokens then
               Times := 0;
               return;
            end if;
            Entries.Insert
              (Token,
               (Tokens.Allocate (Token), Records.Allocate ((Times => 0))),
               Position,
               Inserted);
         end if;
         Record_Of_Token := Maps.Element (Position).Record_Of_Token;
         Record_Of_Token.Times := Record_Of_Token.Times + 1;
         Times := Record_Of_Token.Times;
      end Execute;

      --------------
      -- Times_Of --
      --------------

      function Times_Of (Token : String) return Count is
         Position : constant Maps.Cursor := Entries.Find (Token);
      begin
         return
           (if Maps.Has_Element (Position)
            then Maps.Element (Position).Record_Of_Token.Times
            else 0);
      end Times_Of;

      ------------
      -- Remove --
      ------------

      procedure Remove (Token : String; Removed : out Known) is
         Position : Maps.Cursor := Entries.Find (Token);
      begin
         Removed := (null, null);
         if Maps.Has_Element (Position) then
            Removed := Maps.Element (Position);
            Entries.Delete (Position);
         end if;
      end Remove;

   end Table;

   -------------
   -- Execute --
   -------------

   procedure Execute (Token : String; Times : out Count) is
   begin
      Table.Execute (Token, Times);
   end Execute;

   --------------
   -- Times_Of --
   --------------

   function Times_Of (Token : String) return Count is
     (Table.Times_Of (Token));

   ------------
   -- Forget --
   ------------

   procedure Forget (Token : String) is
      Gone : Known;
   begin
      Table.Remove (Token, Gone);
      Tokens.Deallocate (Gone.Token);
      Records.Deallocate (Gone.Record_Of_Token);
   end Forget;

end Token_Executions;
