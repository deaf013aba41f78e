with CORBA;

package body Held_Samples is

   ----------
   -- Hold --
   ----------

   procedure Hold (Self : in out Samples; Value : OrbCore.Samples) is
      Nothing : Held_Sample;
   begin
      Self.Held := Sequences.Allocate
        (Sample_Array'(1 .. OrbCore.Length (Value) => Nothing));
      for J in Self.Held'Range loop
         Self.Held (J).Value := OrbCore.Get_Element (Value, J);
         Self.Held (J).Name := Names.Allocate
           (CORBA.To_Standard_String (Self.Held (J).Value.name));
      end loop;
   end Hold;

   -------------
   -- Content --
   -------------

   function Content (Self : Samples) return OrbCore.Samples is
   begin
      return Echoed : OrbCore.Samples do
         for Sample of Self.Held.all loop
            OrbCore.Append
              (Echoed,
               OrbCore.Sample'
                 (sequence_number => Sample.Value.sequence_number,
                  reading         => Sample.Value.reading,
                  name            =>
                    CORBA.To_CORBA_String (Sample.Name.all)));
         end loop;
      end return;
   end Content;

   --------------
   -- Finalize --
   --------------

   overriding procedure Finalize (Self : in out Samples) is
   begin
      if Self.Held /= null then
         for Sample of Self.Held.all loop
            Names.Deallocate (Sample.Name);
         end loop;
      end if;
      Sequences.Deallocate (Self.Held);
   end Finalize;

end Held_Samples;
