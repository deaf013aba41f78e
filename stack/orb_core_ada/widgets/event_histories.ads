--  The last events of one widget, numbered without gaps. Any task may call.

with Ada.Calendar;
with Interfaces;

private with Ada.Finalization;
private with Owned_Objects;
private with Secure_Deallocation;
private with Sites;

package Event_Histories is

   type History is limited private;

   procedure Add
     (Self : in out History; Operation : String; Succeeded : Boolean);
   --  The oldest goes when there are more than Most_Kept

   Most_Kept : constant := 64;

private

   type Event is record
      Sequence_Number : Interfaces.Unsigned_64 := 0;
      Time            : Ada.Calendar.Time;
      Operation       : String (1 .. 32);
      Succeeded       : Boolean;
   end record;

   type Event_Name is access Event;

   package Events is new Secure_Deallocation
     (Sites.Event_Record, Event, Event_Name);

   use type Interfaces.Unsigned_64;

   subtype Position is Interfaces.Unsigned_64 range 0 .. Most_Kept - 1;

   type Kept_Events is array (Position) of Event_Name;

   type Queue is record
      Kept        : Kept_Events;
      Last_Number : Interfaces.Unsigned_64 := 0;
   end record;

   package Queues is new Owned_Objects (Sites.Event_Queue, Queue);

   protected type Gate is
      procedure Swap (Content : Queues.Pointer; Item : in out Event_Name);
      --  Item goes in, and becomes what it replaces
   end Gate;

   type History is new Ada.Finalization.Limited_Controlled with record
      Lock   : Gate;
      Events : Queues.Owned;
   end record;

   overriding procedure Initialize (Self : in out History);
   overriding procedure Finalize (Self : in out History);

end Event_Histories;
