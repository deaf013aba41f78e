with Ada.Strings.Unbounded;
with Call_Contexts;

package body Widgets is

   ----------
   -- Life --
   ----------

   protected body Life is

      ----------------
      -- Begin_With --
      ----------------

      procedure Begin_With (Value : States.Pointer) is
      begin
         State := Value;
      end Begin_With;

      -----------
      -- Enter --
      -----------

      procedure Enter is
      begin
         State.Uses := State.Uses + 1;
      end Enter;

      -----------
      -- Leave --
      -----------

      procedure Leave is
      begin
         State.Uses := State.Uses - 1;
      end Leave;

      -------------
      -- Destroy --
      -------------

      procedure Destroy is
      begin
         State.Destroyed := True;
      end Destroy;

      ------------------
      -- Await_Unused --
      ------------------

      entry Await_Unused when State.Uses = 0 is
      begin
         null;
      end Await_Unused;

      ---------------------
      -- Await_Destroyed --
      ---------------------

      entry Await_Destroyed when State.Destroyed is
      begin
         null;
      end Await_Destroyed;

   end Life;

   ----------
   -- Make --
   ----------

   procedure Make
     (Self      : in out Widget;
      Widget_Id : Interfaces.Integer_64;
      Type_Name : String;
      Label     : String;
      Secret    : OrbCore.Octets) is
   begin
      Self.State.Hold ((Uses => 0, Destroyed => False));
      Self.Lifetime.Begin_With (Self.State.Content);
      Self.Data.Hold ((Widget_Id, Ada.Calendar.Clock));
      Type_Names.Hold_Text (Self.Type_Text, Type_Name);
      Labels.Hold_Text (Self.Label_Text, Label);
      Principals.Hold_Text
        (Self.Principal,
         Ada.Strings.Unbounded.To_String (Call_Contexts.Current.Peer));
      Self.Property.Hold ((Width => 200, Height => 40, Enabled => True));
      Self.Granted.Hold ((Read, Invoke, Destroy));
      Sealed_Credentials.Seal (Self.Credential, Widget_Id, Label, Secret);
      Object_Records.Describe (Self.Adapted, Widget_Id);
   end Make;

   --------
   -- Id --
   --------

   function Id (Self : Widget) return Interfaces.Integer_64 is
     (Self.Data.Content.Id);

   ---------------
   -- Type_Name --
   ---------------

   function Type_Name (Self : Widget) return String is
     (Type_Names.Text (Self.Type_Text));

   -----------
   -- Label --
   -----------

   function Label (Self : Widget) return String is
     (Labels.Text (Self.Label_Text));

   -------------
   -- Relabel --
   -------------

   procedure Relabel (Self : in out Widget; Label : String) is
   begin
      Labels.Hold_Text (Self.Label_Text, Label);
   end Relabel;

   ---------------
   -- Is_Sealed --
   ---------------

   function Is_Sealed (Self : Widget) return Boolean is
     (Sealed_Credentials.Verify (Self.Credential));

   ---------------
   -- Activated --
   ---------------

   function Activated (Self : Widget) return Ada.Real_Time.Time is
     (Object_Records.Activated (Self.Adapted));

   --------------------
   -- Note_Reference --
   --------------------

   procedure Note_Reference (Self : in out Widget) is
   begin
      Object_Records.Note_Reference (Self.Adapted);
   end Note_Reference;

   ----------------
   -- Note_Event --
   ----------------

   procedure Note_Event
     (Self : in out Widget; Operation : String; Succeeded : Boolean) is
   begin
      Event_Histories.Add (Self.History, Operation, Succeeded);
   end Note_Event;

   ---------------
   -- Begin_Use --
   ---------------

   procedure Begin_Use (Self : in out Widget) is
   begin
      Self.Lifetime.Enter;
   end Begin_Use;

   -------------
   -- End_Use --
   -------------

   procedure End_Use (Self : in out Widget) is
   begin
      Self.Lifetime.Leave;
   end End_Use;

   -----------
   -- Close --
   -----------

   procedure Close (Self : in out Widget) is
   begin
      Self.Lifetime.Destroy;
      Self.Lifetime.Await_Unused;
   end Close;

   -----------
   -- Pause --
   -----------

   procedure Pause
     (Self : in out Widget; Period : Duration; Destroyed : out Boolean) is
   begin
      select
         Self.Lifetime.Await_Destroyed;
         Destroyed := True;
      or
         delay Period;
         Destroyed := False;
      end select;
   end Pause;

end Widgets;
