#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "orbbench/work/event_relay.hpp"
#include "orbbench/work/queue.hpp"
#include "orbbench/work/schedules.hpp"
#include "worker/worker_metrics.hpp"

namespace orbbench::bench {

struct UpkeepSettings {
  std::string connection;  ///< of the results database
  bool fires_schedules = true;
  std::optional<work::RedisAddress> events;  ///< where they are carried to, if anywhere
};

/// What somebody has to do beside the work, and any number may: makes runs of schedules that are
/// due, carries events to their stream, and looks at the queue for the metrics page. On a thread of
/// its own, from its construction on.
class Upkeep {
 public:
  /// `tell` is called on that thread, once for each reason in a row.
  Upkeep(UpkeepSettings settings, WorkerMetrics& metrics,
         std::function<void(const std::string&)> tell);

 private:
  void run(const std::stop_token& stop);
  void fire_schedules();
  void carry_events();
  void look_at_queue();
  /// What fails is tried again the next time.
  void attempt(const char* what, const std::function<void()>& act);

  UpkeepSettings settings_;
  WorkerMetrics& metrics_;
  std::function<void(const std::string&)> tell_;
  std::map<std::string, std::string> told_;
  std::optional<work::Schedules> schedules_;
  std::optional<work::EventRelay> relay_;
  work::Queue queue_;
  std::mutex mutex_;
  std::condition_variable_any never_;
  std::jthread thread_;
};

}  // namespace orbbench::bench
