with Ada.Unchecked_Deallocation;

package body Disposal is
   procedure Discard (X : in out Handle) is
      procedure Free is new Ada.Unchecked_Deallocation (Thing, Handle);  --  COUNTS direct Thing, Handle
   begin
      Free (X);
   end Discard;

   package body Pool is
      subtype Name is Reference;
      procedure Free is new Disposal.Discard (Handle => Name, Thing => Thing);  --  COUNTS utility Thing, Name

      procedure Discard (X : in out Reference) is
      begin
         Free (X);
      end Discard;
   end Pool;

   package body List is
      type Handle is access Element;
      First : Handle;
      procedure Free is new Discard (Element, Handle);  --  COUNTS utility Element, Handle

      procedure Prepend (Value : Element) is
      begin
         First := new Element'(Value);
      end Prepend;

      procedure Clear is
      begin
         Free (First);
      end Clear;
   end List;

   procedure Wipe (Text : in out String) is
   begin
      Text := (others => ' ');
   end Wipe;
end Disposal;
