with Ada.Characters.Handling;
with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;
with Interfaces;
with OrbCore.Helper;
with Owned_Objects;
with Plain_Values;
with Sites;
with System_Exceptions;

package body Widget_Operations is

   use Ada.Strings.Unbounded;
   use Interfaces;
   use Plain_Values;
   use System_Exceptions;

   Longest_Named : constant := 64;

   type Operation is
     (Test_Operation,
      Simple_Operation,
      Slow_Operation,
      Very_Slow_Operation,
      Timeout_Operation,
      Exception_Operation,
      Echo,
      Reverse_Text,
      Uppercase,
      Add,
      Subtract,
      Multiply,
      Divide);

   subtype Calculation is Operation range Add .. Multiply;

   type Descriptor is record
      Which : Operation;
   end record;

   package Descriptors is new Owned_Objects
     (Sites.Operation_Descriptor, Descriptor);

   function Name_Of (Which : Operation) return String is
     (if Which = Reverse_Text then "reverse"
      else Ada.Characters.Handling.To_Lower (Operation'Image (Which)));

   function Trimmed (Image : String) return String is
     (Ada.Strings.Fixed.Trim (Image, Ada.Strings.Both));

   function Image_Of (Widget : Widgets.Widget) return String is
     (Trimmed (Integer_64'Image (Widgets.Id (Widget))));

   function Upper (Letter : Character) return Character is
     (if Letter in 'a' .. 'z'
      then Character'Val (Character'Pos (Letter) - 32) else Letter);
   --  ASCII alone, as in the C locale

   function Operation_Named (Name : String) return Operation;

   procedure Require
     (Holds : Boolean; Which : Operation; Wanted : String);

   function Only_Text
     (Which     : Operation;
      Arguments : Argument_Lists.Argument_List) return String;

   function Number_At
     (Which     : Operation;
      Arguments : Argument_Lists.Argument_List;
      Position  : Positive) return Value;

   function Real_Of (Number : Value) return IEEE_Float_64 is
     (if Number.Is_Of = Whole then IEEE_Float_64 (Number.As_Whole)
      else Number.As_Real);

   function Calculate_Whole
     (Which : Calculation; Left, Right : Integer_64) return Value;

   function Calculate_Real
     (Which : Calculation; Left, Right : IEEE_Float_64) return Value;

   function Calculate
     (Which     : Calculation;
      Arguments : Argument_Lists.Argument_List) return Value;

   function Quotient
     (Arguments : Argument_Lists.Argument_List) return Value;

   function Reversed (Text : String) return String;

   function Uppercased (Text : String) return String;

   function Answer_Late
     (Widget : in out Widgets.Widget;
      Which  : Operation;
      Period : Duration) return Value;

   procedure Raise_Always (Which : Operation)
     with No_Return;

   function Text_Value (Item : String) return Value is
     ((Text, To_Unbounded_String (Item)));

   function Answer_Of (Widget : Widgets.Widget; Which : Operation)
     return Value is
     (Text_Value (Name_Of (Which) & " of widget " & Image_Of (Widget)));

   ---------------------
   -- Operation_Named --
   ---------------------

   function Operation_Named (Name : String) return Operation is
   begin
      for Which in Operation loop
         if Name_Of (Which) = Name then
            return Which;
         end if;
      end loop;
      Raise_Bad_Operation
        (Unknown_Operation,
         "a widget has no operation "
         & Name (Name'First .. Natural'Min
                   (Name'Last, Name'First + Longest_Named - 1)));
   end Operation_Named;

   -------------
   -- Require --
   -------------

   procedure Require
     (Holds : Boolean; Which : Operation; Wanted : String) is
   begin
      if not Holds then
         Raise_Bad_Param
           (Wrong_Arguments, Name_Of (Which) & " takes " & Wanted);
      end if;
   end Require;

   ---------------
   -- Only_Text --
   ---------------

   function Only_Text
     (Which     : Operation;
      Arguments : Argument_Lists.Argument_List) return String is
   begin
      Require
        (Argument_Lists.Count (Arguments) = 1, Which, "one argument");
      declare
         Only : constant Value := Argument_Lists.Value (Arguments, 1);
      begin
         Require (Only.Is_Of = Text, Which, "one string");
         return To_String (Only.As_Text);
      end;
   end Only_Text;

   ---------------
   -- Number_At --
   ---------------

   function Number_At
     (Which     : Operation;
      Arguments : Argument_Lists.Argument_List;
      Position  : Positive) return Value is
   begin
      Require (Argument_Lists.Count (Arguments) = 2, Which, "two numbers");
      return Number : constant Value :=
        Argument_Lists.Value (Arguments, Position)
      do
         Require (Number.Is_Of in Whole | Real, Which, "two numbers");
      end return;
   end Number_At;

   ---------------------
   -- Calculate_Whole --
   ---------------------

   function Calculate_Whole
     (Which : Calculation; Left, Right : Integer_64) return Value is
   begin
      return
        (Whole,
         (case Which is
             when Add => Left + Right,
             when Subtract => Left - Right,
             when Multiply => Left * Right));
   exception
      when Constraint_Error =>
         Raise_Bad_Param
           (Out_Of_Range,
            Name_Of (Which) & ": the result needs more than 64 bits");
   end Calculate_Whole;

   --------------------
   -- Calculate_Real --
   --------------------

   function Calculate_Real
     (Which : Calculation; Left, Right : IEEE_Float_64) return Value is
     ((Real,
       (case Which is
           when Add => Left + Right,
           when Subtract => Left - Right,
           when Multiply => Left * Right)));

   ---------------
   -- Calculate --
   ---------------

   function Calculate
     (Which     : Calculation;
      Arguments : Argument_Lists.Argument_List) return Value
   is
      Left  : constant Value := Number_At (Which, Arguments, 1);
      Right : constant Value := Number_At (Which, Arguments, 2);
   begin
      if Left.Is_Of = Whole and then Right.Is_Of = Whole then
         return Calculate_Whole (Which, Left.As_Whole, Right.As_Whole);
      end if;
      return Calculate_Real (Which, Real_Of (Left), Real_Of (Right));
   end Calculate;

   --------------
   -- Quotient --
   --------------

   function Quotient
     (Arguments : Argument_Lists.Argument_List) return Value
   is
      Dividend : constant IEEE_Float_64 :=
        Real_Of (Number_At (Divide, Arguments, 1));
      Divisor  : constant IEEE_Float_64 :=
        Real_Of (Number_At (Divide, Arguments, 2));
   begin
      if Divisor = 0.0 then
         Raise_Bad_Param (Out_Of_Range, "divide: the divisor is 0");
      end if;
      return (Real, Dividend / Divisor);
   end Quotient;

   --------------
   -- Reversed --
   --------------

   function Reversed (Text : String) return String is
   begin
      return Backward : String (Text'Range) do
         for J in Text'Range loop
            Backward (Text'Last - (J - Text'First)) := Text (J);
         end loop;
      end return;
   end Reversed;

   ----------------
   -- Uppercased --
   ----------------

   function Uppercased (Text : String) return String is
   begin
      return Raised : String (Text'Range) do
         for J in Text'Range loop
            Raised (J) := Upper (Text (J));
         end loop;
      end return;
   end Uppercased;

   -----------------
   -- Answer_Late --
   -----------------

   function Answer_Late
     (Widget : in out Widgets.Widget;
      Which  : Operation;
      Period : Duration) return Value
   is
      Destroyed : Boolean;
   begin
      Widgets.Pause (Widget, Period, Destroyed);
      if Destroyed then
         Raise_Object_Not_Exist
           (Widget_Destroyed,
            "widget " & Image_Of (Widget) & " was destroyed meanwhile");
      end if;
      return Answer_Of (Widget, Which);
   end Answer_Late;

   ------------------
   -- Raise_Always --
   ------------------

   procedure Raise_Always (Which : Operation) is
   begin
      OrbCore.Helper.Raise_OperationFailed
        ((CORBA.IDL_Exception_Members with
            operation => CORBA.To_CORBA_String (Name_Of (Which)),
            reason    => CORBA.To_CORBA_String ("it always fails")));
   end Raise_Always;

   ---------
   -- Run --
   ---------

   function Run
     (Widget    : in out Widgets.Widget;
      Name      : String;
      Arguments : Argument_Lists.Argument_List) return CORBA.Any
   is
      Found : Descriptors.Owned;
   begin
      Found.Hold ((Which => Operation_Named (Name)));
      case Found.Content.Which is
         when Test_Operation | Simple_Operation =>
            return Any_Of (Answer_Of (Widget, Found.Content.Which));
         when Slow_Operation =>
            return Any_Of (Answer_Late (Widget, Slow_Operation, 1.0));
         when Very_Slow_Operation =>
            return Any_Of (Answer_Late (Widget, Very_Slow_Operation, 10.0));
         when Timeout_Operation =>
            return Any_Of (Answer_Late (Widget, Timeout_Operation, 60.0));
         when Exception_Operation =>
            Raise_Always (Exception_Operation);
         when Echo =>
            Require
              (Argument_Lists.Count (Arguments) = 1, Echo, "one argument");
            return Argument_Lists.Only_Any (Arguments);
         when Reverse_Text =>
            return Any_Of
              (Text_Value (Reversed (Only_Text (Reverse_Text, Arguments))));
         when Uppercase =>
            return Any_Of
              (Text_Value (Uppercased (Only_Text (Uppercase, Arguments))));
         when Calculation =>
            return Any_Of (Calculate (Found.Content.Which, Arguments));
         when Divide =>
            return Any_Of (Quotient (Arguments));
      end case;
   end Run;

end Widget_Operations;
