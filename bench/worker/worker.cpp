#include "worker/worker.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "orbbench/orb_client/errors.hpp"
#include "worker/lease_keeper.hpp"

namespace orbbench::bench {
namespace {

std::vector<std::string> kinds_of(const Executors& executors) {
  std::vector<std::string> kinds;
  for (const auto& [kind, executor] : executors) {
    kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace

Worker::Worker(WorkerSettings settings, Executors executors, WorkerMetrics& metrics,
               WorkerSurroundings surroundings)
    : settings_(std::move(settings)),
      executors_(std::move(executors)),
      kinds_(kinds_of(executors_)),
      metrics_(metrics),
      surroundings_(std::move(surroundings)),
      queue_(settings_.connection),
      heartbeats_(settings_.connection, {}, settings_.lease),
      store_(settings_.connection) {}

void Worker::run(Until until, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      const bool had_something = take_turn(stop);
      told_.clear();
      if (!had_something) {
        if (until == Until::NothingIsLeft && !anything_is_left()) {
          return;
        }
        rest(stop);
      }
    } catch (const store::StoreUnavailable& error) {
      tell_once(error.what());
      rest(stop);
    }
  }
}

bool Worker::take_turn(const std::stop_token& stop) {
  const bool concluded = conclude_what_is_over();
  const auto item = queue_.lease(settings_.name, settings_.lease, kinds_);
  if (item) {
    work_off(*item, stop);
  }
  return concluded || item;
}

void Worker::work_off(const work::LeasedItem& item, const std::stop_token& stop) {
  metrics_.begin();
  ItemEnd end = ItemEnd::Lost;
  try {
    end = carry_out(item, stop);
  } catch (...) {
    metrics_.end(ItemEnd::Lost);
    throw;
  }
  metrics_.end(end);
}

ItemEnd Worker::carry_out(const work::LeasedItem& item, const std::stop_token& stop) {
  LeaseKeeper lease(heartbeats_, item, settings_.lease, stop);
  std::optional<work::ItemResult> result;
  std::string error;
  try {
    result = executors_.at(item.kind)->execute(item, lease.token());
  } catch (const std::exception& thrown) {
    error = thrown.what();
  }
  if (lease.end()) {
    return ItemEnd::Lost;
  }
  if (result) {
    return deliver([&] { return queue_.finish(item, *result); }, ItemEnd::Done, stop);
  }
  if (error.empty() || stop.stop_requested()) {
    return deliver([&] { return queue_.hand_back(item); }, ItemEnd::HandedBack, stop);
  }
  surroundings_.tell("item " + std::to_string(item.ordinal) + " of " + item.work_id +
                     " failed: " + error);
  return deliver([&] { return queue_.fail(item, error); }, ItemEnd::Failed, stop);
}

/// As long as the database is away: what was worked out is worth the wait, and the item is this
/// worker's until another one has it.
ItemEnd Worker::deliver(const std::function<bool()>& deliver, ItemEnd end,
                        const std::stop_token& stop) {
  while (true) {
    try {
      return deliver() ? end : ItemEnd::Lost;
    } catch (const store::StoreUnavailable& error) {
      tell_once(error.what());
      if (stop.stop_requested()) {
        return ItemEnd::Lost;
      }
      rest(stop);
    }
  }
}

bool Worker::conclude_what_is_over() {
  bool concluded = false;
  for (const auto& [kind, executor] : executors_) {
    for (const std::string& work_id : queue_.awaiting_result(kind)) {
      if (!cannot_be_concluded_.contains(work_id)) {
        conclude(work_id, *executor);
        concluded = true;
      }
    }
  }
  return concluded;
}

void Worker::conclude(const std::string& work_id, const Executor& executor) {
  const auto run = queue_.show(work_id);
  if (!run) {
    return;  // removed just now
  }
  try {
    const store::StoredRun result = executor.conclude(*run, queue_.items(work_id));
    store_.save(result);
    queue_.set_result(work_id, result.uuid);
    surroundings_.concluded(result);
  } catch (const store::RunFormatError& error) {
    cannot_be_concluded_.insert(work_id);
    surroundings_.tell("run " + work_id + " has no result: " + error.what());
  } catch (const orb_client::ConfigError& error) {
    cannot_be_concluded_.insert(work_id);
    surroundings_.tell("run " + work_id + " has no result: " + error.what());
  }
}

bool Worker::anything_is_left() {
  const work::QueueFigures figures = queue_.figures();
  return figures.items_ready + figures.items_leased + figures.runs_awaiting_result >
         cannot_be_concluded_.size();
}

void Worker::rest(const std::stop_token& stop) const {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, settings_.rest, [] { return false; });
}

void Worker::tell_once(const std::string& reason) {
  if (reason != told_) {
    told_ = reason;
    surroundings_.tell("the database is away (" + reason + "); waiting for it");
  }
}

}  // namespace orbbench::bench
