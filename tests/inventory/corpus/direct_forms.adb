with Ada.Unchecked_Deallocation;
with Types;

procedure Direct_Forms is
   use Types;

   procedure Free is new Ada.Unchecked_Deallocation (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr

   procedure Free is  --  COUNTS direct Text, Text_Ptr
     new Ada.Unchecked_Deallocation  --  (Node, Node_Ptr)
           (Object => Text,
            Name   => Text_Ptr);

   PROCEDURE RELEASE IS NEW ADA.UNCHECKED_DEALLOCATION  --  COUNTS direct SHAPE'CLASS, SHAPE_PTR
     (NAME => SHAPE_PTR, OBJECT => SHAPE'CLASS);

   procedure Dispose  --  COUNTS direct Types.Node, Types.Node_Ptr
     is new
     Standard
     .Ada
     .  --  a comment in the middle
     Unchecked_Deallocation
     (Types . Node, Types.
        Node_Ptr);

   procedure Drop is new Ada.Unchecked_Deallocation (Node, Name => Node_Ptr)  --  COUNTS direct Node, Node_Ptr
     with Inline;

   A : Node_Ptr  := new Node;
   B : Text_Ptr  := new Text (1 .. 2);
   C : Shape_Ptr := new Shape;
   D : Node_Ptr  := new Node;
   E : Node_Ptr  := new Node;
begin
   Free (A);
   Free (B);
   RELEASE (C);
   Dispose (D);
   Drop (E);
end Direct_Forms;
