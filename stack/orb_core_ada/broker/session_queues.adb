with Ada.Unchecked_Deallocation;

package body Session_Queues is

   use PolyORB.Jobs;

   -----------
   -- Queue --
   -----------

   protected body Queue is

      ---------
      -- Put --
      ---------

      procedure Put (Job : Job_Access) is
      begin
         Jobs.Append (Job);
         Is_Ready := True;
      end Put;

      -----------
      -- Close --
      -----------

      procedure Close is
      begin
         Is_Closed := True;
         Is_Ready := True;
      end Close;

      ----------
      -- Take --
      ----------

      entry Take (Job : out Job_Access) when Is_Ready is
      begin
         if Jobs.Is_Empty then
            Job := null;
         else
            Job := Jobs.First_Element;
            Jobs.Delete_First;
            Is_Ready := Is_Closed or else not Jobs.Is_Empty;
         end if;
      end Take;

   end Queue;

   ---------
   -- Put --
   ---------

   procedure Put (Self : in out Queue; Job : Job_Access) is
   begin
      Self.Put (Job);
   end Put;

   -----------
   -- Close --
   -----------

   procedure Close (Self : in out Queue) is
   begin
      Self.Close;
   end Close;

   ----------
   -- Take --
   ----------

   procedure Take (Self : in out Queue; Job : out Job_Access) is
   begin
      Self.Take (Job);
   end Take;

   ----------
   -- Free --
   ----------

   procedure Free (Self : in out Queue_Access) is
      procedure Release is new Ada.Unchecked_Deallocation
        (Queue, Queue_Access);
   begin
      Release (Self);
   end Free;

end Session_Queues;
