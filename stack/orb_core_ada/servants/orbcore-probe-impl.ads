--  OrbCore::Probe

with Traced_Servants;

package OrbCore.Probe.Impl is

   type Object is new Traced_Servants.Servant with null record;

   type Object_Ptr is access all Object'Class;

   procedure Ping (Self : not null access Object);

   function Echo_String
     (Self  : not null access Object;
      Value : CORBA.String) return CORBA.String;

   function Echo_Octets
     (Self  : not null access Object;
      Value : Octets) return Octets;

   function Echo_Samples
     (Self  : not null access Object;
      Value : Samples) return Samples;

   function Echo_Any
     (Self  : not null access Object;
      Value : CORBA.Any) return CORBA.Any;

   procedure Notify
     (Self            : not null access Object;
      Channel         : CORBA.String;
      Sequence_Number : CORBA.Unsigned_Long_Long);

   function Arrivals
     (Self    : not null access Object;
      Channel : CORBA.String) return ArrivalReport;

   procedure Forget_Arrivals
     (Self    : not null access Object;
      Channel : CORBA.String);

   procedure Hold
     (Self         : not null access Object;
      Milliseconds : CORBA.Unsigned_Long);

   function Execute
     (Self  : not null access Object;
      Token : CORBA.String) return CORBA.Unsigned_Long;

   function Executions
     (Self  : not null access Object;
      Token : CORBA.String) return CORBA.Unsigned_Long;

   procedure Forget
     (Self  : not null access Object;
      Token : CORBA.String);

   function Call_Back
     (Self   : not null access Object;
      Target : ProbeCallback.Ref;
      Turns  : CORBA.Unsigned_Long) return CORBA.Unsigned_Long;

end OrbCore.Probe.Impl;
