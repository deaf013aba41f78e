--  OrbCore::Diagnostics

with Traced_Servants;

package OrbCore.Diagnostics.Impl is

   type Object (Iiop_Port : Natural) is
     new Traced_Servants.Servant with null record;

   type Object_Ptr is access all Object'Class;

   function Read_Ledger (Self : not null access Object) return SiteRecords;

   function Read_Process (Self : not null access Object) return ProcessState;

end OrbCore.Diagnostics.Impl;
