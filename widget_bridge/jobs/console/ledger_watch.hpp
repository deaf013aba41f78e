#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "console/core_session.hpp"
#include "console/ledger_history.hpp"
#include "console/ledger_source.hpp"

namespace orbbench::console {

/// What a LedgerWatch has seen so far. A value that no longer changes.
struct LedgerState {
  std::string core;  ///< its address; empty where none is watched
  LedgerSource source = LedgerSource::MetricsPage;
  LedgerHistory history;
  std::string trouble;  ///< why the last look came to nothing: one line; empty when it did not
  std::uint64_t failed_looks = 0;
};

/// Looks at a core's memory now and then, on a thread of its own. A look that takes longer than the
/// period delays the next. A session that rests is not called; its metrics page is read. Its end
/// waits for the look under way, 1.5 s at the most. Thread-safe.
class LedgerWatch {
 public:
  explicit LedgerWatch(std::chrono::milliseconds period = std::chrono::seconds(1));

  /// Watches that core from now on, instead of another one, with an empty history; null for none.
  /// Returns at once.
  void watch(std::shared_ptr<CoreSession> session);

  /// Never null. Another pointer, another state.
  std::shared_ptr<const LedgerState> state() const;

  /// No look begins after this.
  void request_stop() { thread_.request_stop(); }

 private:
  using Clock = std::chrono::steady_clock;

  /// The core that is watched. A value.
  struct Watched {
    std::shared_ptr<CoreSession> session;
    std::uint64_t number = 0;
    Clock::time_point began = {};
  };

  void run(const std::stop_token& stop);
  Watched watched() const;
  void look(const Watched& core);

  const std::chrono::milliseconds period_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  Watched watched_;
  std::shared_ptr<const LedgerState> state_ = std::make_shared<LedgerState>();
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace orbbench::console
