with Parts.Unchecked_Deallocation;
package Parts.Child is
   type Number_Ptr is access Integer;
   procedure Drop is new Unchecked_Deallocation.Free (Integer, Number_Ptr);  --  COUNTS utility Integer, Number_Ptr
   procedure Lose is new Ada.Unchecked_Deallocation (Integer, Number_Ptr);  --  COUNTS direct Integer, Number_Ptr
end Parts.Child;
