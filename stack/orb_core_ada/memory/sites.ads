--  The 73 places where the core gives memory back, each one type of object
--  on one path, in the order in which metrics and ledger name them.

package Sites is

   pragma Preelaborate;

   type Site is
     (Encryption_Key,
      Credential_Secret,
      Session_Token,
      Acl_Entry_List,
      Api_Key_Digest,
      Refresh_Token,
      Hash_Context,
      Cipher_Context,
      Crypto_Buffer,
      Cipher_Nonce,
      Random_Pool,
      Key_Derivation_Input,
      Authentication_Tag,
      Request_Header,
      Request_Queue_Entry,
      Operation_Name,
      Service_Context_List,
      Qos_Parameters,
      Dispatch_Record,
      Reply_Header,
      Reply_Context_List,
      Argument_List,
      Named_Value,
      Any_Container,
      Any_Content,
      Type_Code,
      Operation_Descriptor,
      Result_Holder,
      Exception_Record,
      Exception_Text,
      Event_Record,
      Widget_Record,
      Object_Map_Entry,
      Object_Id,
      Object_Key,
      Servant_Record,
      Label_Text,
      Type_Name,
      Principal_Name,
      Event_Queue,
      Lifecycle_State,
      Property_Set,
      Poa_Policy_List,
      Object_Reference,
      Ior_Profile,
      Tagged_Component,
      Endpoint_Address,
      Reference_Counter,
      Lookup_Key,
      Seal_Verification,
      Listing_Cursor,
      Listing_Filter,
      Listing_Page,
      Listing_Row,
      String_Buffer,
      Octet_Buffer,
      Sample_Sequence,
      Sample_Name,
      Any_Copy,
      Type_Code_Copy,
      Arrival_Channel,
      Arrival_Snapshot,
      Hold_Timer,
      Idempotency_Token,
      Execution_Record,
      Callback_Reference,
      Callback_Message,
      Ledger_Snapshot,
      Ledger_Row,
      Process_Snapshot,
      Connection_Snapshot,
      Thread_Snapshot,
      Version_Text);

   type Priority is (Critical, High, Medium, Low);

   subtype Wiped_Priority is Priority range Critical .. High;
   --  Blocks of such sites are wiped before they are freed

   function Priority_Of (Place : Site) return Priority;

   function Is_Wiped (Place : Site) return Boolean;

   function Name_Of (Place : Site) return String;
   --  As in metrics and in the IDL: encryption_key

   function Name_Of (Value : Priority) return String;

   function Is_Name (Name : String) return Boolean;

   function Site_Named (Name : String) return Site
     with Pre => Is_Name (Name);

end Sites;
