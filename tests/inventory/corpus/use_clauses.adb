with Ada.Unchecked_Deallocation;
with Types;

procedure Use_Clauses is
   package Elsewhere is
      procedure Free (P : in out Types.Node_Ptr) is null;
   end Elsewhere;
   use Ada, Types;
   use type Types.Node_Ptr;
   use Elsewhere;
   procedure Drop is new Unchecked_Deallocation (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
   P : Node_Ptr;
begin
   if P /= null then
      Drop (P);
   end if;
   Free (P);
   declare
      procedure Release is new Unchecked_Deallocation (Text, Text_Ptr);  --  COUNTS direct Text, Text_Ptr
      T : Text_Ptr;
   begin
      Release (T);
   end;
end Use_Clauses;
