with Ada.Unchecked_Deallocation;
with Types;
procedure Library_Free is new Ada.Unchecked_Deallocation  --  COUNTS direct Types.Node, Types.Node_Ptr
  (Types.Node, Types.Node_Ptr);
