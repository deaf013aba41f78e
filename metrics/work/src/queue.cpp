#include "orbbench/work/queue.hpp"

#include <algorithm>
#include <random>

#include "control_rows.hpp"
#include "lease_rows.hpp"
#include "listing_rows.hpp"
#include "result_rows.hpp"
#include "run_rows.hpp"
#include "storable_text.hpp"
#include "store_connection.hpp"

namespace orbbench::work {

using std::chrono::milliseconds;
using store::Transaction;

class Queue::Implementation {
 public:
  Implementation(std::string target, Backoff backoff, milliseconds limit)
      : connection_(std::move(target), limit, store::Isolation::ReadCommitted), backoff_(backoff) {}

  template <class Body>
  auto query(Body&& body) {
    return connection_.query(std::forward<Body>(body));
  }

  milliseconds rest_after(int attempt) {
    return backoff_.after(attempt, std::uniform_real_distribution<>(0, 1)(random_));
  }

 private:
  store::StoreConnection connection_;
  Backoff backoff_;
  std::mt19937 random_{std::random_device{}()};
};

Queue::Queue(std::string connection, Backoff backoff, milliseconds limit)
    : implementation_(std::make_unique<Implementation>(std::move(connection), backoff, limit)) {}
Queue::~Queue() = default;
Queue::Queue(Queue&&) noexcept = default;

bool Queue::submit(const NewRun& run) {
  return implementation_->query([&](Transaction& work) { return insert_run(work, run); });
}

std::optional<LeasedItem> Queue::lease(const std::string& worker, milliseconds how_long,
                                       const std::vector<std::string>& kinds) {
  const LeaseWish wish{storable_text(worker), how_long, kinds};
  return implementation_->query([&](Transaction& work) { return lease_item(work, wish); });
}

bool Queue::heartbeat(const LeasedItem& item, milliseconds how_long) {
  return implementation_->query(
      [&](Transaction& work) { return extend_lease(work, item, how_long); });
}

bool Queue::finish(const LeasedItem& item, const ItemResult& result) {
  return implementation_->query([&](Transaction& work) { return finish_item(work, item, result); });
}

bool Queue::fail(const LeasedItem& item, const std::string& error) {
  const milliseconds rest = implementation_->rest_after(item.attempt);
  return implementation_->query(
      [&](Transaction& work) { return fail_item(work, item, error, rest); });
}

bool Queue::hand_back(const LeasedItem& item) {
  return implementation_->query([&](Transaction& work) { return hand_item_back(work, item); });
}

bool Queue::pause(const std::string& work_id) {
  return implementation_->query([&](Transaction& work) { return pause_run(work, work_id); });
}

bool Queue::resume(const std::string& work_id) {
  return implementation_->query([&](Transaction& work) { return resume_run(work, work_id); });
}

bool Queue::cancel(const std::string& work_id) {
  return implementation_->query([&](Transaction& work) { return cancel_run(work, work_id); });
}

bool Queue::snooze(const std::string& work_id, Instant until) {
  return implementation_->query(
      [&](Transaction& work) { return snooze_run(work, work_id, until); });
}

bool Queue::run_now(const std::string& work_id) {
  return implementation_->query([&](Transaction& work) { return hasten_run(work, work_id); });
}

bool Queue::set_priority(const std::string& work_id, int priority) {
  return implementation_->query(
      [&](Transaction& work) { return rank_run(work, work_id, priority); });
}

std::vector<RunInfo> Queue::list(const RunListing& listing) {
  return implementation_->query([&](Transaction& work) { return read_runs(work, listing); });
}

std::optional<RunInfo> Queue::show(const std::string& work_id) {
  return implementation_->query([&](Transaction& work) { return read_run(work, work_id); });
}

std::vector<std::string> Queue::find(const std::string& beginning) {
  return implementation_->query([&](Transaction& work) { return find_runs(work, beginning); });
}

std::vector<ItemInfo> Queue::items(const std::string& work_id) {
  return implementation_->query([&](Transaction& work) { return read_items(work, work_id); });
}

std::vector<std::string> Queue::awaiting_result(const std::string& kind, std::size_t limit) {
  return implementation_->query(
      [&](Transaction& work) { return runs_without_result(work, kind, limit); });
}

bool Queue::set_result(const std::string& work_id, const std::string& result_id) {
  return implementation_->query(
      [&](Transaction& work) { return keep_result(work, work_id, result_id); });
}

std::size_t Queue::retain(std::size_t runs) {
  return implementation_->query([&](Transaction& work) { return retain_runs(work, runs); });
}

QueueFigures Queue::figures() {
  return implementation_->query([&](Transaction& work) { return read_figures(work); });
}

}  // namespace orbbench::work
