with Types;
separate (Parts)
package body Nested is
   procedure Drop is new Ada.Unchecked_Deallocation (Types.Node, Types.Node_Ptr);  --  COUNTS direct Types.Node, Types.Node_Ptr

   procedure Work is
      P : Types.Node_Ptr;
   begin
      Drop (P);
   end Work;
end Nested;
