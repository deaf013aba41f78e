with Ada.Unchecked_Deallocation;

package Parts is
   pragma Elaborate_Body;
   type Hidden is private;
   type Closed is limited private;
   procedure Run;
private
   type Hidden is record
      Next : access procedure (Value : Integer);
      Last : access protected procedure;
   end record;
   type Hidden_Ptr is access Hidden;
   procedure Free is new Ada.Unchecked_Deallocation (Hidden, Hidden_Ptr);  --  COUNTS direct Hidden, Hidden_Ptr
   type Closed (Is_Open : Boolean := False) is limited record
      case Is_Open is
         when True =>
            Value : Integer;
         when False =>
            null;
      end case;
   end record;
   for Closed'Alignment use 8;
end Parts;
