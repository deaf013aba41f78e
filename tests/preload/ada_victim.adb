--  A program in Ada that gives blocks back with a secret in them, or wiped, for the free-time witness
--  to see. Its arguments are "keep" or "wipe", and the secret in hex; it says DONE, and stays.

with Ada.Command_Line;
with Ada.Text_IO;
with Ada.Unchecked_Deallocation;
with Interfaces;

procedure Ada_Victim is

   type Octets is array (Positive range <>) of Interfaces.Unsigned_8
     with Volatile_Components;
   type Octets_Access is access Octets;

   procedure Free is new Ada.Unchecked_Deallocation (Octets, Octets_Access);

   procedure Give_Back (Block : in out Octets_Access);
   pragma No_Inline (Give_Back);

   Count : constant := 5;
   Hex   : constant String := Ada.Command_Line.Argument (2);

   procedure Give_Back (Block : in out Octets_Access) is
   begin
      Free (Block);
   end Give_Back;

   Block : Octets_Access;

begin
   for Round in 1 .. Count loop
      Block := new Octets (1 .. Hex'Length / 2);
      for Place in Block'Range loop
         Block (Place) :=
           Interfaces.Unsigned_8'Value ("16#" & Hex (2 * Place - 1 .. 2 * Place) & "#");
      end loop;
      if Ada.Command_Line.Argument (1) = "wipe" then
         for Place in Block'Range loop
            Block (Place) := 0;
         end loop;
      end if;
      Give_Back (Block);
   end loop;
   Ada.Text_IO.Put_Line ("DONE");
   Ada.Text_IO.Flush;
   loop
      delay 3600.0;
   end loop;
end Ada_Victim;
