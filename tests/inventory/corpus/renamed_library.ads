with Ada.Unchecked_Deallocation;
generic procedure Renamed_Library renames Ada.Unchecked_Deallocation;
