separate (Parts)
procedure Late (P : in out Hidden_Ptr) is
   procedure Drop is new Ada.Unchecked_Deallocation (Hidden, Hidden_Ptr);  --  COUNTS direct Hidden, Hidden_Ptr
begin
   Drop (P);
end Late;
