package Disposal is

   generic
      type Thing (<>) is limited private;
      type Handle is access Thing;
   procedure Discard (X : in out Handle);

   generic
      type Handle is private;
      type Thing (<>) is limited private;
      type Reference is access Thing;
      Limit : Natural;
   package Pool is
      procedure Discard (X : in out Reference);
   end Pool;

   --  Frees what it has itself: whoever has an instance does not.
   generic
      type Element is private;
   package List is
      procedure Prepend (Value : Element);
      procedure Clear;
   end List;

   procedure Wipe (Text : in out String);
end Disposal;
