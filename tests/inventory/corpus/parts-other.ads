with Unchecked_Deallocation;
package Parts.Other is
   type Number_Ptr is access Integer;
   procedure Drop is new Unchecked_Deallocation (Integer, Number_Ptr);  --  COUNTS obsolescent Integer, Number_Ptr
end Parts.Other;
