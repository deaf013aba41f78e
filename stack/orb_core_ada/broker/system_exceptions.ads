--  The core's own system exceptions. Each did not run (COMPLETED_NO) unless it
--  says otherwise, and its reply carries the text.

package System_Exceptions is

   type Minor is
     (Unknown_Operation,
      Wrong_Arguments,
      Out_Of_Range,
      Unknown_Name,
      Limit_Reached,
      Widget_Destroyed,
      Faults_Disabled,
      Shutting_Down,
      Stop_Disabled,
      Built_In_Fault);
   --  Codes from 1, in the range that any vendor may use

   procedure Raise_Bad_Param (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_Bad_Operation (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_Imp_Limit (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_Internal (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_No_Permission (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_Object_Not_Exist (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_Transient (Why : Minor; Text : String)
     with No_Return;

   procedure Raise_Broken_Seal (Text : String)
     with No_Return;
   --  INTERNAL, and the operation ran

end System_Exceptions;
