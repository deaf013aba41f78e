#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "store/intents.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

struct RecoveryOptions {
  std::chrono::milliseconds tick{1000};
  std::chrono::milliseconds intent_age{10'000};  ///< after which its request must have ended
  std::chrono::milliseconds reconcile_every{10'000};
};

/// Completes or undoes what requests and processes that died have left behind, and holds the core's
/// objects and the rows equal. On a thread of its own, until it is destroyed.
class Recovery {
 public:
  /// The parts must outlive this. First deals with what this instance left when it last ended, as
  /// far as the database is there; to be made before requests are served.
  Recovery(Parts& parts, RecoveryOptions options);

  /// Returns when the step under way has ended. The destructor does the same.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& stop);
  void tick();
  void resolve_aged();
  void resolve(const Intent& intent);
  void heal_cache();
  void forget_old_answers();

  /// Runs one kind of work; what fails is tried again at the next tick, and logged when it is new.
  template <class Work>
  void attempt(const char* what, Work work);

  Parts& parts_;
  const RecoveryOptions options_;
  std::string last_problem_;
  Clock::time_point next_reconciliation_;
  Clock::time_point next_forgetting_;
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace orbbench::widget_core
