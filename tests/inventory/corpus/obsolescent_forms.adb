with Types; use Types;
with Unchecked_Deallocation;

procedure Obsolescent_Forms is
   procedure Free is new Unchecked_Deallocation (Node, Node_Ptr);  --  COUNTS obsolescent Node, Node_Ptr
   procedure Drop is new Standard.Unchecked_Deallocation (Object => Text, Name => Text_Ptr);  --  COUNTS obsolescent Text, Text_Ptr
   A : Node_Ptr;
   B : Text_Ptr;
begin
   Free (A);
   Drop (B);
end Obsolescent_Forms;
