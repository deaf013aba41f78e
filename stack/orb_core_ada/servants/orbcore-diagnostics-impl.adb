with Ada.Strings.Fixed;
with GNAT.Sockets;
with Operations;
with OrbCore.Diagnostics.Skel;
pragma Unreferenced (OrbCore.Diagnostics.Skel);
with Owned_Objects;
with Owned_Octets;
with PolyORB.Platform;
with Process_Figures;
with Request_Scopes;
with Site_Ledger;
with Sites;

package body OrbCore.Diagnostics.Impl is

   use Request_Scopes;
   use type Site_Ledger.Count;

   type Ledger is record
      Accounts : Site_Ledger.Accounts;
   end record;

   type Row is record
      Place   : Sites.Site;
      Account : Site_Ledger.Account;
   end record;

   type Process is record
      Live_Objects : Site_Ledger.Count;
      Process_Id   : Natural;
      Host         : String (1 .. 256);
   end record;

   type Connection_Count is record
      Established : Natural;
   end record;

   type Thread_Count is record
      Running : Natural;
   end record;

   package Ledgers is new Owned_Objects (Sites.Ledger_Snapshot, Ledger);
   package Rows is new Owned_Objects (Sites.Ledger_Row, Row);
   package Processes is new Owned_Objects (Sites.Process_Snapshot, Process);
   package Connections is new Owned_Objects
     (Sites.Connection_Snapshot, Connection_Count);
   package Threads is new Owned_Objects (Sites.Thread_Snapshot, Thread_Count);
   package Versions is new Owned_Octets (Sites.Version_Text);

   function To_Idl (Value : Sites.Priority) return SitePriority is
     (case Value is
         when Sites.Critical => critical_site,
         when Sites.High => high_site,
         when Sites.Medium => medium_site,
         when Sites.Low => low_site);

   function To_Idl (Value : Row) return SiteRecord;

   function Describe_Process return Process;

   ------------
   -- To_Idl --
   ------------

   function To_Idl (Value : Row) return SiteRecord is
      use CORBA;
      Account : Site_Ledger.Account renames Value.Account;
   begin
      return
        (name           => To_CORBA_String (Sites.Name_Of (Value.Place)),
         priority       => To_Idl (Sites.Priority_Of (Value.Place)),
         allocations    => Unsigned_Long_Long (Account.Allocations),
         deallocations  => Unsigned_Long_Long (Account.Deallocations),
         zeroizations   => Unsigned_Long_Long (Account.Zeroizations),
         zeroized_bytes => Unsigned_Long_Long (Account.Zeroized_Octets),
         live_objects   => Unsigned_Long_Long (Account.Live_Objects));
   end To_Idl;

   ----------------------
   -- Describe_Process --
   ----------------------

   function Describe_Process return Process is
   begin
      return Own : Process do
         Own.Live_Objects := 0;
         for Account of Site_Ledger.Snapshot loop
            Own.Live_Objects := Own.Live_Objects + Account.Live_Objects;
         end loop;
         Own.Process_Id := Process_Figures.Process_Id;
         Own.Host := Ada.Strings.Fixed.Head
           (GNAT.Sockets.Host_Name, Own.Host'Length);
      end return;
   end Describe_Process;

   -----------------
   -- Read_Ledger --
   -----------------

   function Read_Ledger (Self : not null access Object) return SiteRecords is
      pragma Unreferenced (Self);
      Scope    : Request_Scope (Operations.Read_Ledger, Two_Way);
      pragma Unreferenced (Scope);
      Snapshot : Ledgers.Owned;
   begin
      Snapshot.Hold ((Accounts => Site_Ledger.Snapshot));
      return Records : SiteRecords do
         for Place in Sites.Site loop
            declare
               Own : Rows.Owned;
            begin
               Own.Hold ((Place, Snapshot.Content.Accounts (Place)));
               Append (Records, To_Idl (Own.Content.all));
            end;
         end loop;
      end return;
   end Read_Ledger;

   ------------------
   -- Read_Process --
   ------------------

   function Read_Process (Self : not null access Object) return ProcessState
   is
      use CORBA;

      Scope       : Request_Scope (Operations.Read_Process, Two_Way);
      pragma Unreferenced (Scope);
      Own         : Processes.Owned;
      Established : Connections.Owned;
      Running     : Threads.Owned;
      Version     : Versions.Owned;
   begin
      Own.Hold (Describe_Process);
      Established.Hold
        ((Established =>
            Process_Figures.Established_Connections (Self.Iiop_Port)));
      Running.Hold ((Running => Process_Figures.Threads));
      Versions.Hold_Text (Version, PolyORB.Platform.Version);
      return
        (live_objects => Unsigned_Long_Long (Own.Content.Live_Objects),
         connections  => Unsigned_Long (Established.Content.Established),
         threads      => Unsigned_Long (Running.Content.Running),
         process_id   => Long (Own.Content.Process_Id),
         host         => To_CORBA_String
           (Ada.Strings.Fixed.Trim (Own.Content.Host, Ada.Strings.Both)),
         core_name    => To_CORBA_String ("orbbench reference core in Ada"),
         orb_name     => To_CORBA_String ("PolyORB"),
         orb_version  => To_CORBA_String (Versions.Text (Version)));
   end Read_Process;

end OrbCore.Diagnostics.Impl;
