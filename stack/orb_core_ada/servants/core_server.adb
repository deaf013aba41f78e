with Ada.Environment_Variables;
with Ada.Exceptions;
with Ada.Strings.Fixed;
with Broker;
with Call_Log;
with CORBA.Object;
with CORBA.ORB;
with Core_Adapters;
with Metrics_Page;
with Object_Records;
with OrbCore.Core.Impl;
with OrbCore.Diagnostics.Helper;
with OrbCore.Diagnostics.Impl;
with OrbCore.Faults.Helper;
with OrbCore.Faults.Impl;
with OrbCore.Probe.Helper;
with OrbCore.Probe.Impl;
with OrbCore.Widget.Impl;
with OrbCore.WidgetRegistry.Helper;
with OrbCore.WidgetRegistry.Impl;
with PolyORB.CORBA_P.CORBALOC;
with PortableServer.Current;
with PortableServer.POA;
with Unknown_Keys;
with Widget_Registry;

package body Core_Server is

   use PortableServer;

   Root_Key : constant String := "OrbCore";

   Patience : constant Duration := 5.0;

   Stack_Octets : constant := 67_108_864;
   --  Of the ORB's tasks, which pass octets of 16 MB over it. Address space
   --  alone, until it is used.

   function Trimmed (Number : Natural) return String is
     (Ada.Strings.Fixed.Trim (Natural'Image (Number), Ada.Strings.Both));

   procedure Configure (Options : Core_Options.Options);
   --  PolyORB's parameters, through its environment variables

   procedure Start_Orb (Options : Core_Options.Options);

   function Port_In (Reference : CORBA.Object.Ref) return Natural;

   function Published
     (Root : POA.Local_Ref; Servant : PortableServer.Servant)
     return CORBA.Object.Ref;

   function Make_Registry (Root : POA.Local_Ref)
     return OrbCore.WidgetRegistry.Ref;

   function Make_Objects
     (Root      : POA.Local_Ref;
      Iiop_Port : Natural;
      Faults    : Boolean) return OrbCore.Core.Impl.Objects;

   ---------------
   -- Configure --
   ---------------

   procedure Configure (Options : Core_Options.Options) is
      use Ada.Environment_Variables;
      Threads : constant String := Trimmed (Options.Threads);
      Names   : constant String :=
        (if Options.Publish = "" then ""
         else '[' & To_String (Options.Publish) & ']');
   begin
      Set
        ("POLYORB_IIOP_POLYORB_PROTOCOLS_IIOP_DEFAULT_ADDR",
         To_String (Options.Listen) & Names);
      if Options.Port > 0 then
         Set
           ("POLYORB_IIOP_POLYORB_PROTOCOLS_IIOP_DEFAULT_PORT",
            Trimmed (Options.Port));
      end if;
      --  A client that goes is its own affair: no line for each
      Set
        ("POLYORB_LOG_POLYORB_TRANSPORT_CONNECTED_SOCKETS", "critical");
      --  References would name a port of UDP too
      Set ("POLYORB_ACCESS_POINTS_DIOP", "false");
      Set ("POLYORB_TASKING_STORAGE_SIZE", Trimmed (Stack_Octets));
      Set ("POLYORB_TASKING_MAX_THREADS", Threads);
      Set ("POLYORB_TASKING_MAX_SPARE_THREADS", Threads);
   end Configure;

   ---------------
   -- Start_Orb --
   ---------------

   procedure Start_Orb (Options : Core_Options.Options) is
      No_Arguments : CORBA.ORB.Arg_List;
   begin
      Configure (Options);
      CORBA.ORB.Init (CORBA.ORB.To_CORBA_String ("ORB"), No_Arguments);
   exception
      when Error : others =>
         raise Start_Error with
           "port " & Trimmed (Options.Port) & " of "
           & To_String (Options.Listen) & " cannot be had for IIOP: another"
           & " process holds it, or the address is not this machine's; choose"
           & " another by --port or --listen, 0 for a free port ("
           & Ada.Exceptions.Exception_Name (Error) & ")";
   end Start_Orb;

   -------------
   -- Port_In --
   -------------

   --  A corbaloc reads corbaloc:iiop:1.2@host:port/key

   function Port_In (Reference : CORBA.Object.Ref) return Natural is
      use Ada.Strings.Fixed;
      Text  : constant String := CORBA.To_Standard_String
        (PolyORB.CORBA_P.CORBALOC.Object_To_Corbaloc (Reference));
      At_Sign : constant Natural := Index (Text, "@");
      Slash : constant Natural := Index (Text, "/", From => At_Sign);
      Colon : constant Natural :=
        Index (Text, ":", From => Slash, Going => Ada.Strings.Backward);
   begin
      return Natural'Value (Text (Colon + 1 .. Slash - 1));
   end Port_In;

   ---------------
   -- Published --
   ---------------

   function Published
     (Root : POA.Local_Ref; Servant : PortableServer.Servant)
     return CORBA.Object.Ref is
     (POA.Servant_To_Reference (Root, Servant));

   -------------------
   -- Make_Registry --
   -------------------

   function Make_Registry (Root : POA.Local_Ref)
     return OrbCore.WidgetRegistry.Ref
   is
      Widget_Servant : constant OrbCore.Widget.Impl.Object_Ptr :=
        new OrbCore.Widget.Impl.Object;
      Registry : constant OrbCore.WidgetRegistry.Impl.Object_Ptr :=
        new OrbCore.WidgetRegistry.Impl.Object;
   begin
      Widget_Servant.Set_Current
        (PortableServer.Current.To_Ref
           (CORBA.ORB.Resolve_Initial_References
              (CORBA.ORB.To_CORBA_String ("POACurrent"))));
      Registry.Set_Adapter
        (Core_Adapters.With_Default_Servant
           (Root, "widgets", Core_Adapters.Transient,
            PortableServer.Servant (Widget_Servant)));
      return OrbCore.WidgetRegistry.Helper.To_Ref
        (Published (Root, PortableServer.Servant (Registry)));
   end Make_Registry;

   ------------------
   -- Make_Objects --
   ------------------

   function Make_Objects
     (Root      : POA.Local_Ref;
      Iiop_Port : Natural;
      Faults    : Boolean) return OrbCore.Core.Impl.Objects
   is
      Probe : constant OrbCore.Probe.Impl.Object_Ptr :=
        new OrbCore.Probe.Impl.Object;
      Diagnostics : constant OrbCore.Diagnostics.Impl.Object_Ptr :=
        new OrbCore.Diagnostics.Impl.Object (Iiop_Port);
      Fault_Servant : OrbCore.Faults.Impl.Object_Ptr;
   begin
      return Objects : OrbCore.Core.Impl.Objects do
         Objects.Registry := Make_Registry (Root);
         Objects.Probe := OrbCore.Probe.Helper.To_Ref
           (Published (Root, PortableServer.Servant (Probe)));
         Objects.Diagnostics := OrbCore.Diagnostics.Helper.To_Ref
           (Published (Root, PortableServer.Servant (Diagnostics)));
         if Faults then
            Fault_Servant := new OrbCore.Faults.Impl.Object;
            Objects.Faults := OrbCore.Faults.Helper.To_Ref
              (Published (Root, PortableServer.Servant (Fault_Servant)));
         end if;
      end return;
   end Make_Objects;

   -----------
   -- Start --
   -----------

   function Start (Options : Core_Options.Options) return Publication is
      Root_Servant : constant OrbCore.Core.Impl.Object_Ptr :=
        new OrbCore.Core.Impl.Object;
      Root      : POA.Local_Ref;
      By_Key    : POA.Local_Ref;
      Reference : CORBA.Object.Ref;
   begin
      Start_Orb (Options);
      Root := Core_Adapters.Root;
      Unknown_Keys.Refuse_Below (Root);
      By_Key := Core_Adapters.With_Default_Servant
        (Root, Root_Key, Core_Adapters.Persistent,
         PortableServer.Servant (Root_Servant));
      Reference := Core_Adapters.Reference_By_Key
        (By_Key, OrbCore.Core.Repository_Id);
      return Result : Publication do
         Result.Iiop_Port := Port_In (Reference);
         Result.Reference := To_Unbounded_String
           (CORBA.To_Standard_String
              (CORBA.Object.Object_To_String (Reference)));
         Object_Records.Set_Published_Address
           (To_String
              (if Options.Publish = "" then Options.Listen
               else Options.Publish),
            Result.Iiop_Port);
         Metrics_Page.Set_Iiop_Port (Result.Iiop_Port);
         Widget_Registry.Set_Most_Widgets (Options.Max_Widgets);
         if Options.Log_Calls then
            Call_Log.Enable;
         end if;
         Root_Servant.Set_Objects
           (Make_Objects (Root, Result.Iiop_Port, Options.Enable_Faults));
      end return;
   end Start;

   -----------
   -- Serve --
   -----------

   procedure Serve is
   begin
      CORBA.ORB.Run;
   end Serve;

   ----------
   -- Stop --
   ----------

   procedure Stop is
   begin
      Broker.Stop;
      select
         delay Patience;
      then abort
         Widget_Registry.Destroy_All;
      end select;
   end Stop;

end Core_Server;
