--  The requests of one connection that wait for its task

with PolyORB.Jobs;

private with Ada.Containers.Doubly_Linked_Lists;

package Session_Queues is

   type Queue is limited private;

   type Queue_Access is access Queue;

   procedure Put (Self : in out Queue; Job : PolyORB.Jobs.Job_Access);

   procedure Close (Self : in out Queue);
   --  Nothing is put in any more

   procedure Take (Self : in out Queue; Job : out PolyORB.Jobs.Job_Access);
   --  Waits for one; null when the queue is closed and empty

   procedure Free (Self : in out Queue_Access);
   --  By its only reader, when it is closed and empty

private

   use type PolyORB.Jobs.Job_Access;

   package Job_Lists is new Ada.Containers.Doubly_Linked_Lists
     (PolyORB.Jobs.Job_Access);

   protected type Queue is
      procedure Put (Job : PolyORB.Jobs.Job_Access);
      procedure Close;
      entry Take (Job : out PolyORB.Jobs.Job_Access);
   private
      Jobs      : Job_Lists.List;
      Is_Closed : Boolean := False;
      Is_Ready  : Boolean := False;
      --  Closed, or not empty
   end Queue;

end Session_Queues;
