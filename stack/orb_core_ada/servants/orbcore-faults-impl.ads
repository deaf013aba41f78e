--  OrbCore::Faults

with Traced_Servants;

package OrbCore.Faults.Impl is

   type Object is new Traced_Servants.Servant with null record;

   type Object_Ptr is access all Object'Class;

   procedure Inject
     (Self : not null access Object;
      Kind : FaultKind;
      Site : CORBA.String);

   procedure Delay_Replies
     (Self         : not null access Object;
      Microseconds : CORBA.Unsigned_Long;
      Percent      : CORBA.Double);

   procedure Drop_Replies
     (Self  : not null access Object;
      Count : CORBA.Unsigned_Long);

   procedure Crash (Self : not null access Object);

   procedure Clear (Self : not null access Object);

end OrbCore.Faults.Impl;
