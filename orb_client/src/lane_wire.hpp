#pragma once

#include <string>

namespace orbbench::orb_client {

/// What passes between a lane and the ORB's interceptors, which know no lane but are called on the
/// thread of its call. Used by the thread that holds the lane.
struct LaneWire {
  enum class Phase { Connecting, Established, Closing };

  Phase phase = Phase::Connecting;
  bool opened = false;             ///< a connection was made for this lane
  int socket = -1;                 ///< its descriptor, where the transport is TCP
  bool answered = false;           ///< the last request had a reply; a oneway has none
  bool exception_replied = false;  ///< the last exception came in a reply, not from this ORB
  std::string detail;              ///< the core's own text for that exception
};

/// Makes the wire known to the interceptors for the calls of this thread and scope.
class WireScope {
 public:
  explicit WireScope(LaneWire& wire);
  ~WireScope();
  WireScope(const WireScope&) = delete;
  WireScope& operator=(const WireScope&) = delete;
};

/// To be called once an ORB, after ORB_init and before its first call.
void install_lane_interceptors();

}  // namespace orbbench::orb_client
