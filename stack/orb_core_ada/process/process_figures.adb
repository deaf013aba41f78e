with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;
with GNAT.Directory_Operations;
with GNAT.OS_Lib;
with GNAT.Sockets;
with Interfaces.C;
with System;

package body Process_Figures is

   use Ada.Strings.Unbounded;
   use type Interfaces.C.int;
   use type Interfaces.C.unsigned_char;

   Ticks_Per_Second : constant := 100.0;
   --  USER_HZ, which Linux has kept for all of its users

   function C_Page_Size return Interfaces.C.int
     with Import, Convention => C, External_Name => "getpagesize";

   Of_Tcp      : constant := 6;   --  IPPROTO_TCP
   Tcp_Info    : constant := 11;  --  TCP_INFO, whose first octet is the state
   Established : constant := 1;   --  TCP_ESTABLISHED

   function C_Getsockopt
     (Descriptor    : Interfaces.C.int;
      Level, Option : Interfaces.C.int;
      Value         : System.Address;
      Length        : System.Address) return Interfaces.C.int
     with Import, Convention => C, External_Name => "getsockopt";

   function Text_Of (Path : String) return String;
   --  A whole file. Not by Ada.Text_IO, which lets no two tasks have the same
   --  file open.

   function Field (Line : String; Number : Positive) return String;
   --  Of those that blanks divide

   function Stat_Field (Number : Positive) return Long_Long_Integer;
   --  Of /proc/self/stat, numbered as in proc(5), from 3

   function Boot_Time return Long_Float;

   procedure Visit_Descriptors
     (Visit : not null access procedure (Descriptor : Natural));

   function Is_Established (Descriptor : Natural) return Boolean;
   --  Whether it is a TCP connection, and that at both ends

   function Local_Port_Of (Descriptor : Natural) return Natural;
   --  0 when it has gone meanwhile

   -------------
   -- Text_Of --
   -------------

   function Text_Of (Path : String) return String is
      use GNAT.OS_Lib;
      File  : constant File_Descriptor := Open_Read (Path, Binary);
      Piece : String (1 .. 4_096);
      Count : Integer;
      Text  : Unbounded_String;
   begin
      if File = Invalid_FD then
         raise Unreadable with Path & ": " & Errno_Message;
      end if;
      loop
         Count := Read (File, Piece'Address, Piece'Length);
         exit when Count <= 0;
         Append (Text, Piece (1 .. Count));
      end loop;
      Close (File);
      return To_String (Text);
   end Text_Of;

   -----------
   -- Field --
   -----------

   function Field (Line : String; Number : Positive) return String is
      First : Positive := Line'First;
      Last  : Natural := Line'First - 1;
   begin
      for Current in 1 .. Number loop
         First := Last + 1;
         while First <= Line'Last and then Line (First) = ' ' loop
            First := First + 1;
         end loop;
         Last := First;
         while Last < Line'Last and then Line (Last + 1) /= ' ' loop
            Last := Last + 1;
         end loop;
      end loop;
      return Line (First .. Natural'Min (Last, Line'Last));
   end Field;

   ----------------
   -- Stat_Field --
   ----------------

   function Stat_Field (Number : Positive) return Long_Long_Integer is
      Line  : constant String := Text_Of ("/proc/self/stat");
      Close : constant Natural :=
        Ada.Strings.Fixed.Index (Line, ")", Going => Ada.Strings.Backward);
      --  The second field is the program's name in parentheses, and may hold
      --  blanks and parentheses.
   begin
      return Long_Long_Integer'Value
        (Field (Line (Close + 1 .. Line'Last), Number - 2));
   end Stat_Field;

   ---------------
   -- Boot_Time --
   ---------------

   function Boot_Time return Long_Float is
      Name  : constant String := ASCII.LF & "btime ";
      Text  : constant String := Text_Of ("/proc/stat");
      First : constant Positive :=
        Ada.Strings.Fixed.Index (Text, Name) + Name'Length;
      Line_End : constant Natural :=
        Ada.Strings.Fixed.Index (Text, (1 => ASCII.LF), From => First);
   begin
      return Long_Float'Value (Text (First .. Line_End - 1));
   end Boot_Time;

   Since_Epoch : constant Long_Float :=
     Boot_Time + Long_Float (Stat_Field (22)) / Ticks_Per_Second;
   --  Kept, since the kernel computes the boot time anew when the clock is set

   ----------------
   -- Start_Time --
   ----------------

   function Start_Time return Long_Float is (Since_Epoch);

   ---------------------
   -- Resident_Octets --
   ---------------------

   function Resident_Octets return Long_Float is
     (Long_Float'Value (Field (Text_Of ("/proc/self/statm"), 2))
      * Long_Float (C_Page_Size));

   -----------------------
   -- Visit_Descriptors --
   -----------------------

   --  By names alone: Ada.Directories would look at what each descriptor
   --  leads to, and refuse a pipe or a socket.

   procedure Visit_Descriptors
     (Visit : not null access procedure (Descriptor : Natural))
   is
      use GNAT.Directory_Operations;
      Entries : Dir_Type;
      Name    : String (1 .. 255);
      Last    : Natural;
   begin
      Open (Entries, "/proc/self/fd");
      loop
         Read (Entries, Name, Last);
         exit when Last = 0;
         if Name (1) /= '.' then
            Visit (Natural'Value (Name (1 .. Last)));
         end if;
      end loop;
      Close (Entries);
   end Visit_Descriptors;

   ----------------------
   -- Open_Descriptors --
   ----------------------

   function Open_Descriptors return Natural is
      Count : Natural := 0;

      procedure Visit (Ignored : Natural);

      procedure Visit (Ignored : Natural) is
         pragma Unreferenced (Ignored);
      begin
         Count := Count + 1;
      end Visit;

   begin
      Visit_Descriptors (Visit'Access);
      return Count;
   end Open_Descriptors;

   -------------
   -- Threads --
   -------------

   function Threads return Natural is (Natural (Stat_Field (20)));

   ----------------
   -- Process_Id --
   ----------------

   function Process_Id return Natural is
     (GNAT.OS_Lib.Pid_To_Integer (GNAT.OS_Lib.Current_Process_Id));

   --------------------
   -- Is_Established --
   --------------------

   function Is_Established (Descriptor : Natural) return Boolean is
      State  : Interfaces.C.unsigned_char := 0;
      Length : Interfaces.C.int := 1;
   begin
      return C_Getsockopt
          (Interfaces.C.int (Descriptor), Of_Tcp, Tcp_Info,
           State'Address, Length'Address) = 0
        and then State = Established;
   end Is_Established;

   -------------------
   -- Local_Port_Of --
   -------------------

   function Local_Port_Of (Descriptor : Natural) return Natural is
   begin
      return Natural
        (GNAT.Sockets.Get_Socket_Name
           (GNAT.Sockets.To_Ada (Descriptor)).Port);
   exception
      when GNAT.Sockets.Socket_Error =>
         return 0;
   end Local_Port_Of;

   -----------------------------
   -- Established_Connections --
   -----------------------------

   --  Not out of /proc/self/net/tcp, which has the sockets of the whole
   --  machine: on a busy one it takes seconds to read.

   function Established_Connections (Local_Port : Natural) return Natural is
      Count : Natural := 0;

      procedure Visit (Descriptor : Natural);

      procedure Visit (Descriptor : Natural) is
      begin
         if Is_Established (Descriptor)
           and then Local_Port_Of (Descriptor) = Local_Port
         then
            Count := Count + 1;
         end if;
      end Visit;

   begin
      Visit_Descriptors (Visit'Access);
      return Count;
   end Established_Connections;

end Process_Figures;
