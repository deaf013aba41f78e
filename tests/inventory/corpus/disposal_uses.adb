with Disposal; use Disposal;
with Types; use Types;

procedure Disposal_Uses is
   procedure Free is new Disposal.Discard (Node, Node_Ptr);  --  COUNTS utility Node, Node_Ptr
   procedure Free is new Discard (Handle => Text_Ptr, Thing => Text);  --  COUNTS utility Text, Text_Ptr
   package Node_Pool is new Pool (Integer, Node, Node_Ptr, 3);  --  COUNTS utility Node, Node_Ptr
   package Numbers is new List (Integer);
   Word : String := "word";
   P : Node_Ptr;
   T : Text_Ptr;
begin
   Free (P);
   Free (T);
   Node_Pool.Discard (P);
   Numbers.Prepend (1);
   Numbers.Clear;
   Wipe (Word);
   <<Again>> Disposal.Wipe (Word);
   case Word (1) is
      when ' ' => Wipe (Word);
      when others => null;
   end case;
end Disposal_Uses;
