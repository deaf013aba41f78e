#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/store/store_error.hpp"
#include "orbbench/work/backoff.hpp"
#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

/// An item in someone's hands, until the lease ends.
struct LeasedItem {
  std::int64_t item_id = 0;
  std::int64_t token = 0;
  std::string work_id;
  std::string kind;
  std::string plan;     ///< JSON
  std::string payload;  ///< JSON
  int ordinal = 0;
  int attempt = 1;
  int max_attempts = 1;
  std::string worker;
};

/// What came of an item.
struct ItemResult {
  std::string result = "{}";            ///< JSON
  std::vector<std::uint8_t> histogram;  ///< HdrHistogram's V2 form; may be empty
};

struct RunListing {
  std::optional<RunState> state = {};
  std::size_t limit = 20;
};

/// What a page of metrics shows of the queue.
struct QueueFigures {
  std::size_t runs_queued = 0;
  std::size_t runs_running = 0;
  std::size_t runs_paused = 0;
  std::size_t runs_awaiting_result = 0;
  std::size_t items_ready = 0;  ///< those that rest too
  std::size_t items_leased = 0;
  std::size_t leases_overdue = 0;  ///< their workers were not heard of in time
  std::size_t events_waiting = 0;  ///< in the outbox
  /// How long the first item that could be leased now has been waiting.
  std::chrono::milliseconds longest_wait{0};
};

inline constexpr const char* kRetriesExhausted = "retries exhausted";

/// Runs, their items, and who holds which, in a results database whose schema is up to date. Any
/// number of queues, in any number of processes and on any number of machines, may work on one
/// database; each is used by one thread at a time. All times are the server's. Each change of state
/// writes its event to the outbox in its own transaction.
///
/// A call is one transaction, run anew for some seconds when the connection broke; all may be run
/// twice without harm, and answer as they did the first time. The exception is lease(): where the
/// connection broke in the commit, an item may stay with nobody until its lease ends. Throws
/// store::StoreUnavailable when the server stays away, and store::StoreRefused.
class Queue {
 public:
  explicit Queue(std::string connection, Backoff backoff = {},
                 std::chrono::milliseconds limit = std::chrono::seconds(40));
  ~Queue();
  Queue(Queue&&) noexcept;

  /// False, and nothing is changed, if that work_id, or a run of that occasion, is there already.
  /// Throws StoreRefused for a run that has no items or cannot be stored.
  bool submit(const NewRun& run);

  /// The item that is to be done next, if any: the highest priority first, then what has been ready
  /// for longest, then by ordinal. What was leased to someone who has not been heard of in time is
  /// given away again, or is failed where its attempts are exhausted. With `kinds`, only items of
  /// such runs.
  std::optional<LeasedItem> lease(const std::string& worker, std::chrono::milliseconds how_long,
                                  const std::vector<std::string>& kinds = {});

  // Of the holder of a lease. False means that the lease is not his any more (another one has the
  // item, or the run was cancelled), and that nothing was changed. An overdue lease that nobody has
  // taken over is still his.

  /// The lease ends that long from now.
  bool heartbeat(const LeasedItem& item, std::chrono::milliseconds how_long);
  bool finish(const LeasedItem& item, const ItemResult& result);
  /// The item rests, to be leased again, or fails where this was its last attempt.
  bool fail(const LeasedItem& item, const std::string& error);
  /// Untouched, to be leased again at once. The attempt does not count.
  bool hand_back(const LeasedItem& item);

  // Of whoever is in charge. False if there is no such run, or it is over.

  /// No item is leased until resume(); what is leased goes on.
  bool pause(const std::string& work_id);
  bool resume(const std::string& work_id);
  /// What is leased is lost to its holder at once. True for one that was cancelled before, too.
  bool cancel(const std::string& work_id);
  /// No item that is ready is leased before that.
  bool snooze(const std::string& work_id, Instant until);
  /// Ends pause, snooze and rest after a failure.
  bool run_now(const std::string& work_id);
  bool set_priority(const std::string& work_id, int priority);

  /// The latest first.
  std::vector<RunInfo> list(const RunListing& listing = {});
  std::optional<RunInfo> show(const std::string& work_id);
  /// The work_ids that begin so, two of them at the most.
  std::vector<std::string> find(const std::string& beginning);
  /// By ordinal; nothing if there is no such run.
  std::vector<ItemInfo> items(const std::string& work_id);

  /// Those of that kind that finished or failed, and have no result yet: the first to end first.
  /// What is made of their items can be stored under the work_id as the run's uuid; stores keep a
  /// uuid once, so any number of workers may do it at once, or again after one died in it.
  std::vector<std::string> awaiting_result(const std::string& kind, std::size_t limit = 20);
  /// False if it has another one already, which is kept, or there is no such run that is over.
  bool set_result(const std::string& work_id, const std::string& result_id);

  /// Removes all runs that are over and wanted no more but the latest so many, of all kinds
  /// together. One that finished or failed is wanted until it has its result. Returns how many
  /// went.
  std::size_t retain(std::size_t runs);

  QueueFigures figures();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::work
