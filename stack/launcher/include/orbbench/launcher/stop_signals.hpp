#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace orbbench::launcher {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop token, while it lives. Make it in main before any
/// other thread, so that all threads inherit the blocked signals. A second signal ends the process
/// at once: keepers clean up after it.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  std::stop_token token() const { return source_.get_token(); }

  /// The signal that came, 0 if none did.
  int received() const { return received_; }

 private:
  void listen();

  std::stop_source source_;
  std::atomic<int> received_ = 0;
  int signals_ = -1;
  int wake_ = -1;
  std::jthread listener_;
};

}  // namespace orbbench::launcher
