#include "orbbench/orb_client/call_observer.hpp"

namespace orbbench::orb_client {

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::Success:
      return "success";
    case Outcome::Timeout:
      return "timeout";
    case Outcome::Unreachable:
      return "unreachable";
    case Outcome::RemoteError:
      return "remote_error";
    case Outcome::ProtocolError:
      return "protocol_error";
    case Outcome::Refused:
      return "refused";
    case Outcome::BreakerOpen:
      return "breaker_open";
    case Outcome::CallerError:
      return "caller_error";
  }
  return "unknown";
}

}  // namespace orbbench::orb_client
