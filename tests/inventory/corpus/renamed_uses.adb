with Renamed_Library;
with Renamings;
with Types; use Types;
with Ada.Unchecked_Deallocation;

procedure Renamed_Uses is
   package Short renames Renamings.Inner;
   use Short;
   generic procedure Free renames Renamings.Library.Unchecked_Deallocation;

   procedure One is new Renamings.Release (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
   procedure Two is new Renamings.Library.Unchecked_Deallocation (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
   procedure Three is new Again (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
   procedure Four is new Free (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
   procedure Five is new Renamed_Library (Text, Text_Ptr);  --  COUNTS direct Text, Text_Ptr
   procedure Six is new Short.Again (Name => Text_Ptr, Object => Text);  --  COUNTS direct Text, Text_Ptr

   procedure Seven (P : in out Node_Ptr) renames One;
   P : Node_Ptr;
   T : Text_Ptr;
begin
   Two (P);
   Three (P);
   Four (P);
   Five (T);
   Six (T);
   Seven (P);
end Renamed_Uses;
