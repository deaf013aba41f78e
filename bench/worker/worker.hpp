#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/store/results_store.hpp"
#include "orbbench/work/queue.hpp"
#include "worker/executor.hpp"
#include "worker/worker_metrics.hpp"

namespace orbbench::bench {

struct WorkerSettings {
  std::string name;
  std::string connection;  ///< of the results database
  /// How long an item stays with a worker that is not heard of.
  std::chrono::milliseconds lease{30'000};
  /// Between two looks at a queue that is empty, and two tries at a database that is away.
  std::chrono::milliseconds rest{500};
};

/// By kind.
using Executors = std::map<std::string, std::unique_ptr<Executor>>;

/// What a worker tells of itself.
struct WorkerSurroundings {
  std::function<void(const std::string&)> tell;
  /// A result that is in the store, by this worker or another one.
  std::function<void(const store::StoredRun&)> concluded = [](const store::StoredRun&) {};
};

/// Takes one item after the other, works it off, and concludes runs that are over. Any number of
/// workers, on any number of machines, share what is in one database; none knows of another. Used
/// by one thread.
class Worker {
 public:
  enum class Until { Stopped, NothingIsLeft };

  Worker(WorkerSettings settings, Executors executors, WorkerMetrics& metrics,
         WorkerSurroundings surroundings);

  /// Throws StoreRefused. A database that is away is waited for.
  void run(Until until, const std::stop_token& stop);

 private:
  bool take_turn(const std::stop_token& stop);
  void work_off(const work::LeasedItem& item, const std::stop_token& stop);
  ItemEnd carry_out(const work::LeasedItem& item, const std::stop_token& stop);
  ItemEnd deliver(const std::function<bool()>& deliver, ItemEnd end, const std::stop_token& stop);
  bool conclude_what_is_over();
  void conclude(const std::string& work_id, const Executor& executor);
  bool anything_is_left();
  void rest(const std::stop_token& stop) const;
  void tell_once(const std::string& reason);

  WorkerSettings settings_;
  Executors executors_;
  std::vector<std::string> kinds_;
  WorkerMetrics& metrics_;
  WorkerSurroundings surroundings_;
  work::Queue queue_;
  work::Queue heartbeats_;
  store::ResultsStore store_;
  std::set<std::string> cannot_be_concluded_;
  std::string told_;
};

}  // namespace orbbench::bench
