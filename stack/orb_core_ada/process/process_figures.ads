--  What the kernel tells of this process and of its connections

package Process_Figures is

   Unreadable : exception;
   --  /proc is not there, or no descriptor is left

   function Start_Time return Long_Float;
   --  Seconds since the epoch

   function Resident_Octets return Long_Float;

   function Open_Descriptors return Natural;

   function Threads return Natural;

   function Process_Id return Natural;

   function Established_Connections (Local_Port : Natural) return Natural;
   --  TCP connections of this process that came to the port

end Process_Figures;
