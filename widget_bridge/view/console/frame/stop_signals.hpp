#pragma once

#include <array>
#include <functional>

namespace orbbench::console {

/// While it lives, SIGINT, SIGTERM and SIGHUP no longer end the process: the event loop calls
/// `stop` for each instead. Programs that are started meanwhile take them as always.
class StopSignals {
 public:
  explicit StopSignals(std::function<void()> stop);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  std::function<void()> stop_;
  std::array<unsigned, 3> sources_{};
};

}  // namespace orbbench::console
