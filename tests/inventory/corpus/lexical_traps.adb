with Ada.Unchecked_Deallocation;
with Types; use Types;

procedure Lexical_Traps is
   --  procedure Free is new Ada.Unchecked_Deallocation (Node, Node_Ptr);
   Source : constant String :=
     "procedure Free is new Ada.Unchecked_Deallocation (Node, Node_Ptr);";
   Quoted : constant String := "a "" -- b"; Dashes : constant String := "--";
   Percent : constant String := "%";

   subtype Letter is Character;
   One   : constant Character := Letter'('a');
   Two   : constant Character := Character'('(');
   Three : constant Character := ''';
   Four  : constant Character := '"';
   Five  : constant Boolean := One in 'a' .. 'z' and Two = '(' and Three = ''' and '"' = Four;
   Six   : constant Integer := 16#FF#E+0 + 2#1010_1010# + 1E2 + Character'Pos (')');
   Seven : constant Float := 16#F.F#E-1 + 1.5e-3;
   Eight : constant String (1..2) := (1=>'(', 2=>'"');
   function "-" (Left : Node) return Node is (Left);
   function "and" (Left, Right : Node) return Node;
   function "and" (Left, Right : Node) return Node is
      procedure Free is new Ada.Unchecked_Deallocation (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
      P : Node_Ptr;
   begin
      Free (P);
      return -Left;
   end "and";
   procedure Free is new Ada.Unchecked_Deallocation (Text, Text_Ptr);  --  COUNTS direct Text, Text_Ptr
   T : Text_Ptr := new Text'('"' & ''' & "--" & One & Two & Eight (1) & "");
begin
   T.all (T'First) := Character'Val (Character'Pos ('-'));
   if Five and then Source'Length = 0 and then Quoted & Dashes & Percent = ""
     and then Seven > 0.0 and then Six > 0 and then Lexical_Traps."and" ((Value => 1), (Value => 2)).Value = 0
   then
      Free (T);
   end if;
end Lexical_Traps;
