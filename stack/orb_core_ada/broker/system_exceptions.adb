with Call_Contexts;
with CORBA;

package body System_Exceptions is

   use type CORBA.Unsigned_Long;

   function Members (Why : Minor) return CORBA.System_Exception_Members is
     (Minor     => Minor'Pos (Why) + 1,
      Completed => CORBA.Completed_No);

   ---------------------
   -- Raise_Bad_Param --
   ---------------------

   procedure Raise_Bad_Param (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Bad_Param (Members (Why));
   end Raise_Bad_Param;

   -------------------------
   -- Raise_Bad_Operation --
   -------------------------

   procedure Raise_Bad_Operation (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Bad_Operation (Members (Why));
   end Raise_Bad_Operation;

   ---------------------
   -- Raise_Imp_Limit --
   ---------------------

   procedure Raise_Imp_Limit (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Imp_Limit (Members (Why));
   end Raise_Imp_Limit;

   --------------------
   -- Raise_Internal --
   --------------------

   procedure Raise_Internal (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Internal (Members (Why));
   end Raise_Internal;

   -------------------------
   -- Raise_No_Permission --
   -------------------------

   procedure Raise_No_Permission (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_No_Permission (Members (Why));
   end Raise_No_Permission;

   ----------------------------
   -- Raise_Object_Not_Exist --
   ----------------------------

   procedure Raise_Object_Not_Exist (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Object_Not_Exist (Members (Why));
   end Raise_Object_Not_Exist;

   ---------------------
   -- Raise_Transient --
   ---------------------

   procedure Raise_Transient (Why : Minor; Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Transient (Members (Why));
   end Raise_Transient;

   -----------------------
   -- Raise_Broken_Seal --
   -----------------------

   procedure Raise_Broken_Seal (Text : String) is
   begin
      Call_Contexts.Set_Exception_Text (Text);
      CORBA.Raise_Internal
        (CORBA.System_Exception_Members'
           (Minor => 0, Completed => CORBA.Completed_Yes));
   end Raise_Broken_Seal;

end System_Exceptions;
