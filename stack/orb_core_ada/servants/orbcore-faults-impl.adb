with Broker;
with GNAT.OS_Lib;
with Interfaces;
with Operations;
with OrbCore.Faults.Skel;
pragma Unreferenced (OrbCore.Faults.Skel);
with Request_Scopes;
with Site_Ledger;
with Sites;
with System_Exceptions;

package body OrbCore.Faults.Impl is

   use Request_Scopes;
   use System_Exceptions;
   use type CORBA.Double;
   use type CORBA.Unsigned_Long;

   Most_Microseconds : constant := 60_000_000;
   Most_Percent      : constant := 10_000.0;
   Longest_Named     : constant := 64;

   function From_Idl (Kind : FaultKind) return Site_Ledger.Fault is
     (case Kind is
         when skip_zeroization => Site_Ledger.Skip_Zeroization,
         when leak => Site_Ledger.Leak,
         when count_twice => Site_Ledger.Count_Twice,
         when count_without_freeing => Site_Ledger.Count_Without_Freeing,
         when free_without_counting => Site_Ledger.Free_Without_Counting,
         when pretend_zeroization => Site_Ledger.Pretend_Zeroization);

   procedure Require_Site (Name : String);

   procedure Require_Wiped (Fault : Site_Ledger.Fault; Place : Sites.Site);

   ------------------
   -- Require_Site --
   ------------------

   procedure Require_Site (Name : String) is
   begin
      if not Sites.Is_Name (Name) then
         Raise_Bad_Param
           (Unknown_Name,
            "there is no site "
            & Name (Name'First
                    .. Natural'Min (Name'Last,
                                    Name'First + Longest_Named - 1)));
      end if;
   end Require_Site;

   -------------------
   -- Require_Wiped --
   -------------------

   procedure Require_Wiped (Fault : Site_Ledger.Fault; Place : Sites.Site) is
   begin
      if Fault in Site_Ledger.Wiping_Fault and then not Sites.Is_Wiped (Place)
      then
         Raise_Bad_Param
           (Out_Of_Range,
            Sites.Name_Of (Place) & " is a "
            & Sites.Name_Of (Sites.Priority_Of (Place))
            & " site, which is never wiped");
      end if;
   end Require_Wiped;

   ------------
   -- Inject --
   ------------

   procedure Inject
     (Self : not null access Object;
      Kind : FaultKind;
      Site : CORBA.String)
   is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Inject, Two_Way);
      pragma Unreferenced (Scope);
      Name  : constant String := CORBA.To_Standard_String (Site);
   begin
      Require_Site (Name);
      Require_Wiped (From_Idl (Kind), Sites.Site_Named (Name));
      Site_Ledger.Inject (Sites.Site_Named (Name), From_Idl (Kind));
   end Inject;

   -------------------
   -- Delay_Replies --
   -------------------

   --  This and the next end their scope before they take effect: the fault is
   --  for the calls that follow.

   procedure Delay_Replies
     (Self         : not null access Object;
      Microseconds : CORBA.Unsigned_Long;
      Percent      : CORBA.Double)
   is
      pragma Unreferenced (Self);
   begin
      declare
         Scope : Request_Scope (Operations.Delay_Replies, Two_Way);
         pragma Unreferenced (Scope);
      begin
         if Microseconds > Most_Microseconds
           or else not (Percent >= 0.0 and then Percent <= Most_Percent)
         then
            Raise_Bad_Param
              (Out_Of_Range,
               "a delay is 0 to 60000000 microseconds and 0 to 10000 %");
         end if;
      end;
      Broker.Delay_Replies
        (Duration (Microseconds) / 1_000_000, Long_Float (Percent));
   end Delay_Replies;

   ------------------
   -- Drop_Replies --
   ------------------

   procedure Drop_Replies
     (Self  : not null access Object;
      Count : CORBA.Unsigned_Long)
   is
      pragma Unreferenced (Self);
   begin
      declare
         Scope : Request_Scope (Operations.Drop_Replies, Two_Way);
         pragma Unreferenced (Scope);
      begin
         null;
      end;
      Broker.Drop_Replies (Interfaces.Unsigned_32 (Count));
   end Drop_Replies;

   -----------
   -- Crash --
   -----------

   procedure Crash (Self : not null access Object) is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Crash, One_Way);
      pragma Unreferenced (Scope);
   begin
      GNAT.OS_Lib.Kill
        (GNAT.OS_Lib.Current_Process_Id, Hard_Kill => True);
   end Crash;

   -----------
   -- Clear --
   -----------

   procedure Clear (Self : not null access Object) is
      pragma Unreferenced (Self);
      Scope : Request_Scope (Operations.Clear_Faults, Two_Way);
      pragma Unreferenced (Scope);
   begin
      Site_Ledger.Clear_Faults;
      Broker.Delay_Replies (0.0, 0.0);
      Broker.Drop_Replies (0);
   end Clear;

end OrbCore.Faults.Impl;
