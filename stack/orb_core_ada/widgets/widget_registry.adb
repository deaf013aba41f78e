with Ada.Containers.Ordered_Maps;
with Ada.Finalization;
with Ada.Real_Time;
with Ada.Strings.Fixed;
with Ada.Unchecked_Deallocation;
with CORBA;
with Listings;
with OrbCore.Helper;
with Owned_Objects;
with Secure_Deallocation;
with Servant_Lifetimes;
with Sites;
with System_Exceptions;
with Widget_Types;
with Widgets;

package body Widget_Registry is

   use System_Exceptions;
   use Widget_Uses;
   use type Ada.Containers.Count_Type;
   use type Identity;

   Most_Secret_Octets : constant := 65_536;
   Most_Listed        : constant := Listings.Most_Rows;
   Longest_Named      : constant := 64;

   type Key is record
      Widget_Id : Identity;
   end record;

   package Keys is new Owned_Objects (Sites.Lookup_Key, Key);

   type Map_Entry is record
      Widget : Widget_Access;
   end record;

   type Map_Entry_Name is access Map_Entry;

   package Map_Entries is new Secure_Deallocation
     (Sites.Object_Map_Entry, Map_Entry, Map_Entry_Name);

   package Maps is new Ada.Containers.Ordered_Maps (Identity, Map_Entry_Name);

   procedure Free is new Ada.Unchecked_Deallocation
     (Widgets.Widget, Widget_Access);

   protected Mutex is
      entry Seize;
      procedure Release;
   private
      Taken : Boolean := False;
   end Mutex;

   type Lock is new Ada.Finalization.Limited_Controlled with null record;
   overriding procedure Initialize (Self : in out Lock);
   overriding procedure Finalize (Self : in out Lock);
   --  Holds Mutex as long as its scope lasts

   Most_Widgets : Ada.Containers.Count_Type := 10_000;
   Entries      : Maps.Map;
   --  Guarded by Mutex

   function Trimmed (Image : String) return String is
     (Ada.Strings.Fixed.Trim (Image, Ada.Strings.Both));

   procedure Validate_Label (Label : String);

   procedure Validate
     (Widget_Id     : Identity;
      Type_Name     : String;
      Label         : String;
      Secret_Octets : Natural);

   procedure Require_Room (Widget_Id : Identity);
   --  Under Mutex

   procedure Take_Out (Widget_Id : Identity; Taken : out Map_Entry_Name);

   procedure Retire (Gone : in out Map_Entry_Name);

   -----------
   -- Mutex --
   -----------

   protected body Mutex is

      -----------
      -- Seize --
      -----------

      entry Seize when not Taken is
      begin
         Taken := True;
      end Seize;

      -------------
      -- Release --
      -------------

      procedure Release is
      begin
         Taken := False;
      end Release;

   end Mutex;

   ----------------
   -- Initialize --
   ----------------

   overriding procedure Initialize (Self : in out Lock) is
      pragma Unreferenced (Self);
   begin
      Mutex.Seize;
   end Initialize;

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out Lock) is
      pragma Unreferenced (Self);
   begin
      Mutex.Release;
   end Finalize;

   --------------------
   -- Validate_Label --
   --------------------

   procedure Validate_Label (Label : String) is
   begin
      if Label'Length not in 1 .. Widget_Types.Most_Label_Octets then
         Raise_Bad_Param
           (Out_Of_Range,
            "the label has" & Natural'Image (Label'Length)
            & " octets, and must have 1 to 255");
      end if;
   end Validate_Label;

   --------------
   -- Validate --
   --------------

   procedure Validate
     (Widget_Id     : Identity;
      Type_Name     : String;
      Label         : String;
      Secret_Octets : Natural) is
   begin
      if Widget_Id < 1 then
         Raise_Bad_Param
           (Out_Of_Range,
            "the widget id is " & Trimmed (Identity'Image (Widget_Id))
            & ", and must be 1 or more");
      end if;
      if not Widget_Types.Is_Known (Type_Name) then
         Raise_Bad_Param
           (Out_Of_Range,
            "there is no widget type "
            & Type_Name
                (Type_Name'First
                 .. Natural'Min (Type_Name'Last,
                                 Type_Name'First + Longest_Named - 1)));
      end if;
      Validate_Label (Label);
      if Secret_Octets > Most_Secret_Octets then
         Raise_Bad_Param
           (Out_Of_Range,
            "there are" & Natural'Image (Secret_Octets)
            & " octets of sensitive data, and at most 65536 are taken");
      end if;
      if Type_Name = Widget_Types.Failing then
         Raise_Internal (Built_In_Fault, "a failing_widget always fails");
      end if;
   end Validate;

   ------------------
   -- Require_Room --
   ------------------

   procedure Require_Room (Widget_Id : Identity) is
   begin
      if Entries.Contains (Widget_Id) then
         OrbCore.Helper.Raise_WidgetExists
           ((CORBA.IDL_Exception_Members with
               widget_id => CORBA.Long_Long (Widget_Id)));
      end if;
      if Entries.Length >= Most_Widgets then
         Raise_Imp_Limit
           (Limit_Reached,
            "the core holds all"
            & Ada.Containers.Count_Type'Image (Most_Widgets)
            & " widgets it may");
      end if;
   end Require_Room;

   ----------------------
   -- Set_Most_Widgets --
   ----------------------

   procedure Set_Most_Widgets (Number : Positive) is
   begin
      Most_Widgets := Ada.Containers.Count_Type (Number);
   end Set_Most_Widgets;

   ------------
   -- Create --
   ------------

   procedure Create
     (Widget_Id : Identity;
      Type_Name : String;
      Label     : String;
      Secret    : OrbCore.Octets) is
   begin
      Validate (Widget_Id, Type_Name, Label, OrbCore.Length (Secret));
      declare
         Locked : Lock;
         pragma Unreferenced (Locked);
         Fresh  : Widget_Access;
      begin
         Require_Room (Widget_Id);
         Fresh := new Widgets.Widget;
         Widgets.Make (Fresh.all, Widget_Id, Type_Name, Label, Secret);
         Entries.Insert
           (Widget_Id, Map_Entries.Allocate ((Widget => Fresh)));
      end;
   end Create;

   -------------
   -- Look_Up --
   -------------

   procedure Look_Up (Widget_Id : Identity; Found : out Boolean) is
      Wanted : Keys.Owned;
      Used   : Use_Of_Widget;
   begin
      Wanted.Hold ((Widget_Id => Widget_Id));
      Use_Widget (Wanted.Content.Widget_Id, Used);
      Found := not Used.Is_Of_None;
      if not Found then
         return;
      end if;
      if not Widgets.Is_Sealed (Used.Used.all) then
         Raise_Broken_Seal
           ("the seal of widget " & Trimmed (Identity'Image (Widget_Id))
            & " is broken");
      end if;
      declare
         Locked : Lock;
         pragma Unreferenced (Locked);
      begin
         Widgets.Note_Reference (Used.Used.all);
      end;
   end Look_Up;

   ----------------
   -- Use_Widget --
   ----------------

   procedure Use_Widget
     (Widget_Id : Identity; Used : in out Use_Of_Widget)
   is
      Locked   : Lock;
      pragma Unreferenced (Locked);
      Position : constant Maps.Cursor := Entries.Find (Widget_Id);
   begin
      if Maps.Has_Element (Position) then
         Used.Begin_With (Maps.Element (Position).Widget);
      end if;
   end Use_Widget;

   ----------
   -- List --
   ----------

   function List (Offset, Limit : Natural) return OrbCore.WidgetDescriptions
   is
      Listed : Listings.Listing;
   begin
      if Limit not in 1 .. Most_Listed then
         Raise_Bad_Param
           (Out_Of_Range,
            "the limit is" & Natural'Image (Limit) & ", and must be 1 to 100");
      end if;
      Listed.Start (Offset, Limit);
      declare
         Locked : Lock;
         pragma Unreferenced (Locked);
      begin
         for Known of Entries loop
            exit when Listed.Is_Full;
            Listed.Take (Known.Widget.all);
         end loop;
      end;
      return Listed.Content;
   end List;

   -------------
   -- Relabel --
   -------------

   procedure Relabel
     (Widget_Id : Identity; Label : String; Found : out Boolean) is
   begin
      Validate_Label (Label);
      declare
         Locked   : Lock;
         pragma Unreferenced (Locked);
         Position : constant Maps.Cursor := Entries.Find (Widget_Id);
      begin
         Found := Maps.Has_Element (Position);
         if Found then
            Widgets.Relabel (Maps.Element (Position).Widget.all, Label);
         end if;
      end;
   end Relabel;

   --------------
   -- Take_Out --
   --------------

   procedure Take_Out (Widget_Id : Identity; Taken : out Map_Entry_Name) is
      Locked   : Lock;
      pragma Unreferenced (Locked);
      Position : Maps.Cursor := Entries.Find (Widget_Id);
   begin
      Taken := null;
      if Maps.Has_Element (Position) then
         Taken := Maps.Element (Position);
         Entries.Delete (Position);
      end if;
   end Take_Out;

   ------------
   -- Retire --
   ------------

   procedure Retire (Gone : in out Map_Entry_Name) is
      use Ada.Real_Time;
      Widget : Widget_Access := Gone.Widget;
   begin
      Map_Entries.Deallocate (Gone);
      Widgets.Close (Widget.all);
      Servant_Lifetimes.Note
        (To_Duration (Clock - Widgets.Activated (Widget.all)));
      Free (Widget);
   end Retire;

   -------------
   -- Destroy --
   -------------

   procedure Destroy (Widget_Id : Identity; Found : out Boolean) is
      Gone : Map_Entry_Name;
   begin
      Take_Out (Widget_Id, Gone);
      Found := Gone /= null;
      if Found then
         Retire (Gone);
      end if;
   end Destroy;

   -----------------
   -- Destroy_All --
   -----------------

   procedure Destroy_All is
      All_Of_Them : Maps.Map;
   begin
      declare
         Locked : Lock;
         pragma Unreferenced (Locked);
      begin
         All_Of_Them.Move (Entries);
      end;
      for Gone of All_Of_Them loop
         Retire (Gone);
      end loop;
   end Destroy_All;

end Widget_Registry;
