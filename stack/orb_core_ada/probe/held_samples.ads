--  A sequence of samples as the core keeps it while it echoes it: one block of
--  its own, also for none, and one for each name

with OrbCore;

private with Ada.Finalization;
private with Secure_Deallocation;
private with Sites;

package Held_Samples is

   type Samples is tagged limited private;

   procedure Hold (Self : in out Samples; Value : OrbCore.Samples);
   --  Once

   function Content (Self : Samples) return OrbCore.Samples;

private

   type Sample_Name is access String;

   package Names is new Secure_Deallocation
     (Sites.Sample_Name, String, Sample_Name);

   type Held_Sample is record
      Value : OrbCore.Sample;
      Name  : Sample_Name;
   end record;

   type Sample_Array is array (Positive range <>) of Held_Sample;

   type Sequence is access Sample_Array;

   package Sequences is new Secure_Deallocation
     (Sites.Sample_Sequence, Sample_Array, Sequence);

   type Samples is new Ada.Finalization.Limited_Controlled with record
      Held : Sequence;
   end record;

   overriding procedure Finalize (Self : in out Samples);

end Held_Samples;
