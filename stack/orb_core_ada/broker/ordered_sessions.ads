--  PolyORB's tasking policy by which the core serves by default: one task for
--  each connection, which runs its requests in the order in which they came.
--
--  PolyORB's own thread-per-session policy means to do this, but there the
--  session's task makes its queue itself, once it runs. A request that comes
--  sooner finds none, nor does the end of a connection that the core opened,
--  and the ORB's main loop ends. Here the queue is there before the task.
--
--  To be linked in place of PolyORB's policies; PolyORB finds it by itself.

package Ordered_Sessions is

   pragma Elaborate_Body;

end Ordered_Sessions;
