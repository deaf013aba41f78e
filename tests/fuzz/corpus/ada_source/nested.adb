with Ada; use Ada;
procedure N is
   package U renames Ada.Unchecked_Deallocation;
   task type T is entry E (1 .. 2) (X : Character := '('); end T;
   task body T is begin select accept E (1) (X : Character) do return; end E; or terminate; end select; end T;
   function F return Integer is (if True then 1 else 2);
begin
   B : declare type P is access T; procedure Free is new Standard.Ada.Unchecked_Deallocation (T, P);
   begin loop exit; end loop; case 1 is when others => null; end case; end B;
end N;
