with Ada.Unchecked_Conversion;
with Ada.Unchecked_Deallocation;
with Types; use Types;

procedure Look_Alikes is
   package Own is
      generic
         type Object is private;
         type Name is access Object;
      procedure Unchecked_Deallocation (P : in out Name);
      package Ada is
         generic
            type Object is private;
            type Name is access Object;
         procedure Unchecked_Deallocation (P : in out Name);
      end Ada;
   end Own;

   package body Own is
      procedure Unchecked_Deallocation (P : in out Name) is
      begin
         P := null;
      end Unchecked_Deallocation;

      package body Ada is
         procedure Unchecked_Deallocation (P : in out Name) is
         begin
            P := null;
         end Unchecked_Deallocation;
      end Ada;
   end Own;

   type Unchecked_Deallocation is new Integer;
   type Derived is new Unchecked_Deallocation;
   type Number_Ptr is access Unchecked_Deallocation;
   Number : Number_Ptr := new Unchecked_Deallocation'(5);
   Other  : Derived := 3;

   function To_Address is new Standard.Ada.Unchecked_Conversion (Node_Ptr, Number_Ptr);

   generic
      with procedure Unchecked_Deallocation (P : in out Node_Ptr);
   procedure Formal (P : in out Node_Ptr);
   procedure Formal (P : in out Node_Ptr) is
   begin
      Unchecked_Deallocation (P);
   end Formal;

   procedure Forget is new Own.Unchecked_Deallocation (Node, Node_Ptr);
   procedure Lose is new Own.Ada.Unchecked_Deallocation (Node, Node_Ptr);
   procedure Through is new Formal (Forget);

   procedure Inner is
      use Own;
      package Ada renames Own.Ada;
      procedure Hide is new Ada.Unchecked_Deallocation (Node, Node_Ptr);
      procedure Show is new Standard.Ada.Unchecked_Deallocation (Node, Node_Ptr);  --  COUNTS direct Node, Node_Ptr
      P : Node_Ptr;
   begin
      Hide (P);
      Show (P);
   end Inner;

   P : Node_Ptr;
begin
   Forget (P);
   Lose (P);
   Through (P);
   Inner;
   Number := To_Address (P);
   Other := Other + Derived (Number.all);
end Look_Alikes;
