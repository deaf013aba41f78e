#include "running_part.hpp"

namespace orbbench::launcher {

const char* to_string(RunningPart::State state) {
  switch (state) {
    case RunningPart::State::Waiting:
    case RunningPart::State::Starting:
      return "starting";
    case RunningPart::State::Ready:
      return "ready";
    case RunningPart::State::Lost:
      return "lost";
  }
  return "";
}

}  // namespace orbbench::launcher
