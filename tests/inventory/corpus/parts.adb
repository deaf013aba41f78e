package body Parts is
   task type Worker is
      entry Start (Value : Integer);
      entry Stop;
   end Worker;

   protected type Gate is
      entry Wait;
      procedure Open;
      function Is_Open return Boolean;
   private
      Opened : Boolean := False;
   end Gate;

   Gate_Open : Gate;

   package Nested is
      procedure Work;
   end Nested;

   package body Nested is separate;

   procedure Late (P : in out Hidden_Ptr) is separate;

   protected body Gate is
      entry Wait when Opened is
         type Number_Ptr is access Integer;
         procedure Drop is new Ada.Unchecked_Deallocation (Integer, Number_Ptr);  --  COUNTS direct Integer, Number_Ptr
         N : Number_Ptr;
      begin
         Drop (N);
      end Wait;

      procedure Open is
      begin
         Opened := True;
      end Open;

      function Is_Open return Boolean is (if Opened then True else False);
   end Gate;

   task body Worker is
      type Number_Ptr is access Integer;
      procedure Drop is new Ada.Unchecked_Deallocation (Integer, Number_Ptr);  --  COUNTS direct Integer, Number_Ptr
      N : Number_Ptr;
   begin
      accept Start (Value : Integer) do
         N := new Integer'(Value);
         begin
            Drop (N);
         end;
      end Start;
      loop
         select
            accept Stop;
            exit;
         or
            when N = null =>
               delay 0.1;
         end select;
         select
            Gate_Open.Wait;
         then abort
            null;
         end select;
      end loop;
   exception
      when others =>
         declare
            type Late_Ptr is access Integer;
            procedure Drop is new Ada.Unchecked_Deallocation (Integer, Late_Ptr);  --  COUNTS direct Integer, Late_Ptr
            L : Late_Ptr;
         begin
            Drop (L);
         end;
   end Worker;

   function Made return Closed is
   begin
      return Result : Closed do
         declare
            type Made_Ptr is access Integer;
            procedure Drop is new Ada.Unchecked_Deallocation (Integer, Made_Ptr);  --  COUNTS direct Integer, Made_Ptr
            M : Made_Ptr;
         begin
            Drop (M);
         end;
      end return;
   end Made;

   procedure Run is
      C : constant Closed := Made;
      P : Hidden_Ptr := new Hidden;
   begin
      Outer :
      for I in 1 .. 3 loop
         while P /= null loop
            Free (P);
            exit Outer when C.Is_Open;
         end loop;
      end loop Outer;
      Late (P);
      Nested.Work;
   end Run;
end Parts;
