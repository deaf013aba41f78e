package Types is
   type Node is record
      Value : Integer := 0;
   end record;
   type Node_Ptr is access Node;

   type Text is array (Positive range <>) of Character;
   type Text_Ptr is access Text;

   type Shape is tagged null record;
   type Shape_Ptr is access Shape'Class;
end Types;
