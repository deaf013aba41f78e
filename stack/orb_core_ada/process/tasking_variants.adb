with Ada.Characters.Handling;
with Ada.Command_Line;
with Ada.Directories;
with Ada.Strings.Fixed;
with Ada.Strings.Maps;
with GNAT.OS_Lib;
with Interfaces.C.Strings;

package body Tasking_Variants is

   use Interfaces.C;
   use Interfaces.C.Strings;

   function Exec (Path : char_array; Arguments : chars_ptr_array) return int
     with Import, Convention => C, External_Name => "execv";

   function Program_Of (Policy : Core_Options.Tasking_Policy) return String;

   ----------------
   -- Program_Of --
   ----------------

   function Program_Of (Policy : Core_Options.Tasking_Policy) return String is
      use Ada.Strings.Fixed;
      Own    : constant String :=
        GNAT.OS_Lib.Normalize_Pathname ("/proc/self/exe");
      Image  : String := Ada.Characters.Handling.To_Lower
        (Core_Options.Tasking_Policy'Image (Policy));
      First  : constant String := "orbbench-core-ada";
      use type Core_Options.Tasking_Policy;
   begin
      Translate (Image, Ada.Strings.Maps.To_Mapping ("_", "-"));
      return Ada.Directories.Compose
        (Ada.Directories.Containing_Directory (Own),
         (if Policy = Core_Options.Ordered_Sessions then First
          else First & '-' & Image));
   end Program_Of;

   ------------
   -- Become --
   ------------

   procedure Become (Policy : Core_Options.Tasking_Policy) is
      Program   : constant String := Program_Of (Policy);
      Arguments : chars_ptr_array
        (0 .. size_t (Ada.Command_Line.Argument_Count) + 1) :=
        (others => Null_Ptr);
      Code      : int;
      pragma Unreferenced (Code);
   begin
      Arguments (0) := New_String (Program);
      for J in 1 .. Ada.Command_Line.Argument_Count loop
         Arguments (size_t (J)) := New_String (Ada.Command_Line.Argument (J));
      end loop;
      Code := Exec (To_C (Program), Arguments);
      raise Missing with "there is no " & Program & " to run";
   end Become;

end Tasking_Variants;
