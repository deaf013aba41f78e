with Ada.Exceptions;
with Ada.Streams;
with Ada.Strings.Fixed;
with Ada.Text_IO;
with GNAT.Sockets;
with Metrics_Page;

package body Metrics_Server is

   use Ada.Streams;
   use GNAT.Sockets;

   Listeners     : constant := 4;
   --  A client that says nothing keeps one of them for as long as Patience

   Patience      : constant Duration := 2.0;
   Longest_Ask   : constant := 8_192;
   Line_End      : constant String := ASCII.CR & ASCII.LF;
   End_Of_Header : constant String := Line_End & Line_End;

   task type Listener is
      entry Serve_At (Socket : Socket_Type);
   end Listener;

   procedure Send (Client : Socket_Type; Text : String);

   function Request_Line (Client : Socket_Type) return String;
   --  The header is read to its end; empty when none comes

   function Response_Of (Status, Text : String) return String;

   procedure Report (Error : Ada.Exceptions.Exception_Occurrence);

   function Page_Response return String;

   function Response_To (Request : String) return String;

   procedure Serve (Client : Socket_Type);

   type Listener_Array is array (1 .. Listeners) of Listener;

   type Listeners_Access is access Listener_Array;

   ----------
   -- Send --
   ----------

   procedure Send (Client : Socket_Type; Text : String) is
      Octets : Stream_Element_Array (1 .. Text'Length)
        with Import, Address => Text'Address;
      Sent   : Stream_Element_Offset := 0;
      Last   : Stream_Element_Offset;
   begin
      while Sent < Octets'Last loop
         Send_Socket (Client, Octets (Sent + 1 .. Octets'Last), Last);
         Sent := Last;
      end loop;
   end Send;

   ------------------
   -- Request_Line --
   ------------------

   function Request_Line (Client : Socket_Type) return String is
      Octets : Stream_Element_Array (1 .. Longest_Ask);
      Text   : String (1 .. Longest_Ask)
        with Import, Address => Octets'Address;
      Length : Stream_Element_Offset := 0;
      Last   : Stream_Element_Offset;
   begin
      while Length < Octets'Last loop
         Receive_Socket (Client, Octets (Length + 1 .. Octets'Last), Last);
         exit when Last = Length;
         Length := Last;
         if Ada.Strings.Fixed.Index
           (Text (1 .. Natural (Length)), End_Of_Header) > 0
         then
            return Text
              (1 .. Ada.Strings.Fixed.Index (Text, Line_End) - 1);
         end if;
      end loop;
      return "";
   end Request_Line;

   -----------------
   -- Response_Of --
   -----------------

   function Response_Of (Status, Text : String) return String is
     ("HTTP/1.1 " & Status & Line_End
      & "Content-Type: text/plain; version=0.0.4; charset=utf-8" & Line_End
      & "Content-Length:" & Natural'Image (Text'Length) & Line_End
      & "Connection: close" & End_Of_Header
      & Text);

   ------------
   -- Report --
   ------------

   procedure Report (Error : Ada.Exceptions.Exception_Occurrence) is
      use Ada.Exceptions;
   begin
      Ada.Text_IO.Put_Line
        (Ada.Text_IO.Standard_Error,
         "orbbench-core-ada: metrics endpoint: " & Exception_Name (Error)
         & ": " & Exception_Message (Error));
   end Report;

   -------------------
   -- Page_Response --
   -------------------

   function Page_Response return String is
   begin
      return Response_Of ("200 OK", Metrics_Page.Render);
   exception
      when Error : others =>
         --  A scrape that fails is the scraper's to see; the next may succeed
         Report (Error);
         return Response_Of
           ("500 Internal Server Error", "the page cannot be rendered");
   end Page_Response;

   -----------------
   -- Response_To --
   -----------------

   function Response_To (Request : String) return String is
     (if Ada.Strings.Fixed.Index (Request, "GET /metrics ") = Request'First
      then Page_Response
      else Response_Of ("404 Not Found", "there is only /metrics"));

   -----------
   -- Serve --
   -----------

   procedure Serve (Client : Socket_Type) is
   begin
      Set_Socket_Option (Client, Socket_Level, (Receive_Timeout, Patience));
      Set_Socket_Option (Client, Socket_Level, (Send_Timeout, Patience));
      declare
         Request : constant String := Request_Line (Client);
      begin
         if Request /= "" then
            Send (Client, Response_To (Request));
         end if;
      end;
      Close_Socket (Client);
   exception
      when Socket_Error =>
         --  The client has gone, or says nothing: its own affair
         Close_Socket (Client);
   end Serve;

   --------------
   -- Listener --
   --------------

   task body Listener is
      Server : Socket_Type;
      Client : Socket_Type;
      Peer   : Sock_Addr_Type;
   begin
      accept Serve_At (Socket : Socket_Type) do
         Server := Socket;
      end Serve_At;
      loop
         begin
            Accept_Socket (Server, Client, Peer);
            Serve (Client);
         exception
            when Socket_Error =>
               --  Gone between its arrival and its acceptance
               null;
         end;
      end loop;
   exception
      when Error : others =>
         --  A task that ends by an exception ends in silence
         Report (Error);
   end Listener;

   -----------
   -- Start --
   -----------

   procedure Start
     (Address : String; Port : Natural; Bound_Port : out Natural)
   is
      Socket  : Socket_Type;
      Running : Listeners_Access;
   begin
      Create_Socket (Socket);
      Set_Socket_Option (Socket, Socket_Level, (Reuse_Address, True));
      Bind_Socket
        (Socket,
         (Family => Family_Inet,
          Addr   => Inet_Addr (Address),
          Port   => Port_Type (Port)));
      Listen_Socket (Socket);
      Bound_Port := Natural (Get_Socket_Name (Socket).Port);
      Running := new Listener_Array;
      for Each of Running.all loop
         Each.Serve_At (Socket);
      end loop;
   exception
      when Socket_Error =>
         raise Cannot_Listen with
           "metrics endpoint " & Address & ":"
           & Ada.Strings.Fixed.Trim (Natural'Image (Port), Ada.Strings.Both)
           & ": cannot listen there; the port is taken or the address is not"
           & " this host's";
   end Start;

end Metrics_Server;
