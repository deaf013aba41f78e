with CORBA.Object;
with PolyORB.Errors;
with PolyORB.POA;
with PolyORB.POA_Types;

package body Unknown_Keys is

   use PolyORB.Errors;

   type Refusal is new PolyORB.POA_Types.AdapterActivator with null record;

   overriding procedure Unknown_Adapter
     (Self   : access Refusal;
      Parent : access PolyORB.POA_Types.Obj_Adapter'Class;
      Name   : String;
      Result : out Boolean;
      Error  : in out Error_Container);

   ---------------------
   -- Unknown_Adapter --
   ---------------------

   overriding procedure Unknown_Adapter
     (Self   : access Refusal;
      Parent : access PolyORB.POA_Types.Obj_Adapter'Class;
      Name   : String;
      Result : out Boolean;
      Error  : in out Error_Container)
   is
      pragma Unreferenced (Self, Parent, Name);
   begin
      Result := False;
      Throw
        (Error,
         Object_Not_Exist_E,
         System_Exception_Members'(Minor => 0, Completed => Completed_No));
   end Unknown_Adapter;

   ------------------
   -- Refuse_Below --
   ------------------

   procedure Refuse_Below (Root : PortableServer.POA.Local_Ref) is
      Adapter : constant PolyORB.POA.Obj_Adapter_Access :=
        PolyORB.POA.Obj_Adapter_Access
          (CORBA.Object.Entity_Of (CORBA.Object.Ref (Root)));
   begin
      Adapter.Adapter_Activator := new Refusal;
   end Refuse_Below;

end Unknown_Keys;
