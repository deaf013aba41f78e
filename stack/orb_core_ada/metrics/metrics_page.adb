with Ada.Long_Float_Text_IO;
with Ada.Strings.Fixed;
with Ada.Strings.Unbounded;
with Broker;
with Operations;
with Process_Figures;
with Servant_Lifetimes;
with Site_Ledger;
with Sites;

package body Metrics_Page is

   use Ada.Strings.Unbounded;
   use type Site_Ledger.Count;
   use type Sites.Priority;

   subtype Count is Site_Ledger.Count;

   type Figure is (Allocations, Deallocations, Zeroizations, Zeroized_Octets);

   type Kind is (Counter, Gauge, Histogram);

   Service : constant String := "service=""orb-core""";

   Counted_Port : Natural := 0;

   function Trimmed (Image : String) return String;

   function Text_Of (Value : Long_Float) return String;

   procedure Start_Family
     (Page : in out Unbounded_String;
      Name : String;
      Form : Kind;
      Help : String);

   procedure Add
     (Page : in out Unbounded_String; Name, Labels, Value : String);
   --  Labels may be empty

   procedure Add
     (Page   : in out Unbounded_String;
      Name   : String;
      Labels : String;
      Value  : Count);

   function Figure_Of
     (Account : Site_Ledger.Account; Which : Figure) return Count;

   function Sum
     (Accounts      : Site_Ledger.Accounts;
      Which         : Figure;
      Critical_Only : Boolean) return Count;

   procedure Add_Deallocations
     (Page : in out Unbounded_String; Accounts : Site_Ledger.Accounts);

   procedure Add_Total
     (Page       : in out Unbounded_String;
      Name, Help : String;
      Accounts   : Site_Ledger.Accounts;
      Which      : Figure);

   procedure Add_By_Site
     (Page       : in out Unbounded_String;
      Name, Help : String;
      Accounts   : Site_Ledger.Accounts;
      Which      : Figure);

   procedure Add_Live_Objects
     (Page : in out Unbounded_String; Accounts : Site_Ledger.Accounts);

   procedure Add_Requests (Page : in out Unbounded_String);

   procedure Add_Lifetimes (Page : in out Unbounded_String);

   procedure Add_Gauge
     (Page                     : in out Unbounded_String;
      Name, Help, Labels, Text : String);

   procedure Add_Process (Page : in out Unbounded_String);

   -------------
   -- Trimmed --
   -------------

   function Trimmed (Image : String) return String is
     (Ada.Strings.Fixed.Trim (Image, Ada.Strings.Both));

   -------------
   -- Text_Of --
   -------------

   function Text_Of (Value : Long_Float) return String is
      Image : String (1 .. 40);
   begin
      Ada.Long_Float_Text_IO.Put (Image, Value, Aft => 6, Exp => 0);
      return Trimmed (Image);
   end Text_Of;

   ------------------
   -- Start_Family --
   ------------------

   procedure Start_Family
     (Page : in out Unbounded_String;
      Name : String;
      Form : Kind;
      Help : String)
   is
      Form_Name : constant String :=
        (case Form is
            when Counter => "counter",
            when Gauge => "gauge",
            when Histogram => "histogram");
   begin
      Append (Page, "# HELP " & Name & ' ' & Help & ASCII.LF);
      Append (Page, "# TYPE " & Name & ' ' & Form_Name & ASCII.LF);
   end Start_Family;

   ---------
   -- Add --
   ---------

   procedure Add
     (Page : in out Unbounded_String; Name, Labels, Value : String) is
   begin
      Append (Page, Name);
      if Labels /= "" then
         Append (Page, '{' & Labels & '}');
      end if;
      Append (Page, ' ' & Value & ASCII.LF);
   end Add;

   procedure Add
     (Page   : in out Unbounded_String;
      Name   : String;
      Labels : String;
      Value  : Count) is
   begin
      Add (Page, Name, Labels, Trimmed (Count'Image (Value)));
   end Add;

   ---------------
   -- Figure_Of --
   ---------------

   function Figure_Of
     (Account : Site_Ledger.Account; Which : Figure) return Count is
     (case Which is
         when Allocations => Account.Allocations,
         when Deallocations => Account.Deallocations,
         when Zeroizations => Account.Zeroizations,
         when Zeroized_Octets => Account.Zeroized_Octets);

   ---------
   -- Sum --
   ---------

   function Sum
     (Accounts      : Site_Ledger.Accounts;
      Which         : Figure;
      Critical_Only : Boolean) return Count is
   begin
      return Total : Count := 0 do
         for Place in Accounts'Range loop
            if not Critical_Only
              or else Sites.Priority_Of (Place) = Sites.Critical
            then
               Total := Total + Figure_Of (Accounts (Place), Which);
            end if;
         end loop;
      end return;
   end Sum;

   -----------------------
   -- Add_Deallocations --
   -----------------------

   --  Readers take the first line for the total: it stands before the
   --  critical share.

   procedure Add_Deallocations
     (Page : in out Unbounded_String; Accounts : Site_Ledger.Accounts)
   is
      Name : constant String := "polyorb_memory_deallocations_total";
   begin
      Start_Family
        (Page, Name, Counter,
         "Deallocations, first all of them, then those of critical sites");
      Add (Page, Name, Service, Sum (Accounts, Deallocations, False));
      Add
        (Page, Name, Service & ",critical=""true""",
         Sum (Accounts, Deallocations, True));
   end Add_Deallocations;

   ---------------
   -- Add_Total --
   ---------------

   procedure Add_Total
     (Page       : in out Unbounded_String;
      Name, Help : String;
      Accounts   : Site_Ledger.Accounts;
      Which      : Figure) is
   begin
      Start_Family (Page, Name, Counter, Help);
      Add (Page, Name, Service, Sum (Accounts, Which, False));
   end Add_Total;

   -----------------
   -- Add_By_Site --
   -----------------

   procedure Add_By_Site
     (Page       : in out Unbounded_String;
      Name, Help : String;
      Accounts   : Site_Ledger.Accounts;
      Which      : Figure) is
   begin
      Start_Family (Page, Name, Counter, Help);
      for Place in Accounts'Range loop
         Add
           (Page, Name,
            "priority=""" & Sites.Name_Of (Sites.Priority_Of (Place))
            & """,site=""" & Sites.Name_Of (Place) & '"',
            Figure_Of (Accounts (Place), Which));
      end loop;
   end Add_By_Site;

   ----------------------
   -- Add_Live_Objects --
   ----------------------

   procedure Add_Live_Objects
     (Page : in out Unbounded_String; Accounts : Site_Ledger.Accounts)
   is
      Name : constant String := "polyorb_live_objects";
   begin
      Start_Family (Page, Name, Gauge, "Objects that are out, by site");
      for Place in Accounts'Range loop
         Add
           (Page, Name, "site=""" & Sites.Name_Of (Place) & '"',
            Accounts (Place).Live_Objects);
      end loop;
   end Add_Live_Objects;

   ------------------
   -- Add_Requests --
   ------------------

   procedure Add_Requests (Page : in out Unbounded_String) is
      Name : constant String := "polyorb_orb_requests_total";
   begin
      Start_Family
        (Page, Name, Counter, "Requests that reached a servant, by operation");
      for Operation in Operations.Operation loop
         Add
           (Page, Name,
            "operation=""" & Operations.Name_Of (Operation) & """," & Service,
            Broker.Requests (Operation));
      end loop;
   end Add_Requests;

   -------------------
   -- Add_Lifetimes --
   -------------------

   procedure Add_Lifetimes (Page : in out Unbounded_String) is
      use Servant_Lifetimes;
      Name  : constant String := "polyorb_servant_lifetime_seconds";
      Lives : constant Figures := Snapshot;
   begin
      Start_Family
        (Page, Name, Histogram, "From a widget's creation to its destruction");
      for Value in Bound loop
         Add
           (Page, Name & "_bucket",
            Service & ",le=""" & Label_Of (Value) & '"',
            Lives.At_Most (Value));
      end loop;
      Add (Page, Name & "_bucket", Service & ",le=""+Inf""", Lives.Total);
      Add (Page, Name & "_sum", Service, Text_Of (Lives.Seconds));
      Add (Page, Name & "_count", Service, Lives.Total);
   end Add_Lifetimes;

   ---------------
   -- Add_Gauge --
   ---------------

   procedure Add_Gauge
     (Page                     : in out Unbounded_String;
      Name, Help, Labels, Text : String) is
   begin
      Start_Family (Page, Name, Gauge, Help);
      Add (Page, Name, Labels, Text);
   end Add_Gauge;

   -----------------
   -- Add_Process --
   -----------------

   procedure Add_Process (Page : in out Unbounded_String) is
      use Process_Figures;
   begin
      Add_Gauge
        (Page, "process_start_time_seconds",
         "Start of the process, in seconds since the epoch",
         "", Text_Of (Start_Time));
      Add_Gauge
        (Page, "process_resident_memory_bytes",
         "Resident memory of the process", "", Text_Of (Resident_Octets));
      Add_Gauge
        (Page, "process_open_fds", "Open file descriptors of the process",
         "", Trimmed (Natural'Image (Open_Descriptors)));
      Add_Gauge
        (Page, "process_threads", "Threads of the process",
         "", Trimmed (Natural'Image (Threads)));
   end Add_Process;

   -------------------
   -- Set_Iiop_Port --
   -------------------

   procedure Set_Iiop_Port (Port : Natural) is
   begin
      Counted_Port := Port;
   end Set_Iiop_Port;

   ------------
   -- Render --
   ------------

   function Render return String is
      Accounts : constant Site_Ledger.Accounts := Site_Ledger.Snapshot;
      Page     : Unbounded_String;
   begin
      Add_Deallocations (Page, Accounts);
      Add_Total
        (Page, "polyorb_memory_zeroizations_total",
         "Blocks wiped before they were freed", Accounts, Zeroizations);
      Add_Total
        (Page, "polyorb_zeroized_bytes_total", "Octets wiped",
         Accounts, Zeroized_Octets);
      Add_By_Site
        (Page, "polyorb_deallocation_site_total", "Deallocations by site",
         Accounts, Deallocations);
      Add_By_Site
        (Page, "polyorb_allocation_site_total", "Allocations by site",
         Accounts, Allocations);
      Add_By_Site
        (Page, "polyorb_deallocation_site_zeroizations_total",
         "Blocks wiped, by site", Accounts, Zeroizations);
      Add_By_Site
        (Page, "polyorb_deallocation_site_zeroized_bytes_total",
         "Octets wiped, by site", Accounts, Zeroized_Octets);
      Add_Live_Objects (Page, Accounts);
      Add_Requests (Page);
      Add_Gauge
        (Page, "polyorb_connection_pool_size", "Established IIOP connections",
         Service,
         Trimmed (Natural'Image
           (Process_Figures.Established_Connections (Counted_Port))));
      Add_Lifetimes (Page);
      Add_Process (Page);
      return To_String (Page);
   end Render;

end Metrics_Page;
