with Ada.Characters.Handling;

package body Sites is

   use Ada.Characters.Handling;

   -----------------
   -- Priority_Of --
   -----------------

   function Priority_Of (Place : Site) return Priority is
     (case Place is
         when Encryption_Key
            | Credential_Secret
            | Session_Token =>
            Critical,
         when Acl_Entry_List
            | Api_Key_Digest
            | Refresh_Token
            | Hash_Context
            | Cipher_Context
            | Crypto_Buffer
            | Cipher_Nonce
            | Random_Pool
            | Key_Derivation_Input
            | Authentication_Tag =>
            High,
         when Request_Header
            | Request_Queue_Entry
            | Service_Context_List
            | Reply_Header
            | Argument_List
            | Named_Value
            | Any_Container
            | Any_Content
            | Type_Code
            | Result_Holder
            | Exception_Record
            | Event_Record
            | Widget_Record
            | Object_Map_Entry
            | Object_Key
            | Servant_Record
            | Event_Queue
            | Property_Set
            | Object_Reference
            | Ior_Profile
            | Seal_Verification
            | Listing_Page
            | String_Buffer
            | Octet_Buffer
            | Sample_Sequence
            | Any_Copy
            | Idempotency_Token
            | Callback_Reference
            | Ledger_Snapshot
            | Process_Snapshot =>
            Medium,
         when others =>
            Low);

   --------------
   -- Is_Wiped --
   --------------

   function Is_Wiped (Place : Site) return Boolean is
     (Priority_Of (Place) in Wiped_Priority);

   -------------
   -- Name_Of --
   -------------

   function Name_Of (Place : Site) return String is
     (To_Lower (Site'Image (Place)));

   function Name_Of (Value : Priority) return String is
     (To_Lower (Priority'Image (Value)));

   -------------
   -- Is_Name --
   -------------

   function Is_Name (Name : String) return Boolean is
     (for some Place in Site => Name_Of (Place) = Name);

   ----------------
   -- Site_Named --
   ----------------

   function Site_Named (Name : String) return Site is
     (Site'Value (Name));

end Sites;
