with CORBA.ORB;
with CORBA.Policy;
with PortableServer.POA.Helper;
with PortableServer.POAManager;

package body Core_Adapters is

   use PortableServer;

   package Policy_Lists renames CORBA.Policy.IDL_SEQUENCE_Policy;

   Any_Id : constant String := "root";
   --  In the reference that is handed out: the servant is the same for all

   function Policies (Lasting : Lifespan) return CORBA.Policy.PolicyList;

   ----------
   -- Root --
   ----------

   function Root return POA.Local_Ref is
   begin
      return Found : constant POA.Local_Ref := POA.Helper.To_Local_Ref
        (CORBA.ORB.Resolve_Initial_References
           (CORBA.ORB.To_CORBA_String ("RootPOA")))
      do
         POAManager.Activate (POA.Get_The_POAManager (Found));
      end return;
   end Root;

   --------------
   -- Policies --
   --------------

   function Policies (Lasting : Lifespan) return CORBA.Policy.PolicyList is
      use CORBA.Policy;
      Span : constant LifespanPolicyValue :=
        (if Lasting = Persistent then PERSISTENT else TRANSIENT);
      Chosen : constant Policy_Lists.Element_Array :=
        (Ref (POA.Create_Id_Assignment_Policy (USER_ID)),
         Ref (POA.Create_Lifespan_Policy (Span)),
         Ref (POA.Create_Id_Uniqueness_Policy (MULTIPLE_ID)),
         Ref (POA.Create_Implicit_Activation_Policy (NO_IMPLICIT_ACTIVATION)),
         Ref (POA.Create_Servant_Retention_Policy (NON_RETAIN)),
         Ref (POA.Create_Request_Processing_Policy (USE_DEFAULT_SERVANT)));
   begin
      return PolicyList (Policy_Lists.To_Sequence (Chosen));
   end Policies;

   --------------------------
   -- With_Default_Servant --
   --------------------------

   function With_Default_Servant
     (Parent  : POA.Local_Ref;
      Name    : String;
      Lasting : Lifespan;
      Servant : PortableServer.Servant) return POA.Local_Ref is
   begin
      return Adapter : constant POA.Local_Ref := POA.Local_Ref
        (POA.Create_POA
           (Parent,
            CORBA.To_CORBA_String (Name),
            POA.Get_The_POAManager (Parent),
            Policies (Lasting)))
      do
         POA.Set_Servant (Adapter, Servant);
      end return;
   end With_Default_Servant;

   ----------------------
   -- Reference_By_Key --
   ----------------------

   function Reference_By_Key
     (Adapter       : POA.Local_Ref;
      Repository_Id : String) return CORBA.Object.Ref is
     (POA.Create_Reference_With_Id
        (Adapter,
         PortableServer.String_To_ObjectId (Any_Id),
         CORBA.To_CORBA_String (Repository_Id)));

end Core_Adapters;
