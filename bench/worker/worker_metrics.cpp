#include "worker/worker_metrics.hpp"

#include <utility>

#include "checks/result.hpp"

namespace orbbench::bench {
namespace {

using metrics::FamilyType;
using metrics::ServedFamily;

ServedFamily gauge(const char* name, const char* help, double value) {
  return {{name, FamilyType::Gauge, help}, {{name, {}, value, std::nullopt}}};
}

/// By one label.
ServedFamily gauges(const char* name, const char* help, const char* label,
                    const std::vector<std::pair<const char*, double>>& values) {
  ServedFamily family{{name, FamilyType::Gauge, help}, {}};
  for (const auto& [text, value] : values) {
    family.samples.push_back({name, {{label, text}}, value, std::nullopt});
  }
  return family;
}

double number(std::size_t count) {
  return static_cast<double>(count);
}

void add_queue(const work::QueueFigures& queue, std::vector<ServedFamily>& page) {
  page.push_back(gauges("orbbench_work_runs", "Runs of shared work that are not over", "state",
                        {{"queued", number(queue.runs_queued)},
                         {"running", number(queue.runs_running)},
                         {"paused", number(queue.runs_paused)},
                         {"awaiting_result", number(queue.runs_awaiting_result)}}));
  page.push_back(
      gauges("orbbench_work_items", "Items of shared work that are not over", "state",
             {{"ready", number(queue.items_ready)}, {"leased", number(queue.items_leased)}}));
  page.push_back(gauge("orbbench_work_leases_overdue",
                       "Items whose worker was not heard of in time",
                       number(queue.leases_overdue)));
  page.push_back(gauge("orbbench_work_events_waiting", "Events that are not in the stream yet",
                       number(queue.events_waiting)));
  page.push_back(gauge("orbbench_work_longest_wait_seconds",
                       "How long the next item has been ready",
                       std::chrono::duration<double>(queue.longest_wait).count()));
}

void add_soak(const FinishedSoak& soak, std::vector<ServedFamily>& page) {
  page.push_back(gauge("orbbench_soak_last_finished_timestamp_seconds",
                       "When a soak was finished last, since the epoch; 0 for never",
                       soak.timestamp_seconds));
  std::vector<std::pair<const char*, double>> verdicts;
  for (const Verdict one :
       {Verdict::Pass, Verdict::Inconclusive, Verdict::Invalid, Verdict::Fail}) {
    verdicts.emplace_back(to_string(one), soak.verdict == to_string(one) ? 1.0 : 0.0);
  }
  page.push_back(gauges("orbbench_soak_verdict",
                        "1 at the verdict of the soak that was finished last", "verdict",
                        verdicts));
}

}  // namespace

const char* to_string(ItemEnd end) {
  switch (end) {
    case ItemEnd::Done:
      return "done";
    case ItemEnd::Failed:
      return "failed";
    case ItemEnd::HandedBack:
      return "handed_back";
    case ItemEnd::Lost:
      return "lost";
  }
  return "lost";
}

void WorkerMetrics::begin() {
  const std::lock_guard lock(mutex_);
  state_.busy = true;
}

void WorkerMetrics::end(ItemEnd how) {
  const std::lock_guard lock(mutex_);
  state_.busy = false;
  ++state_.ended[static_cast<std::size_t>(how)];
}

void WorkerMetrics::set_queue(const work::QueueFigures& figures) {
  const std::lock_guard lock(mutex_);
  state_.queue = figures;
}

void WorkerMetrics::set_finished_soak(const FinishedSoak& finished) {
  const std::lock_guard lock(mutex_);
  state_.soak = finished;
}

WorkerMetrics::State WorkerMetrics::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

std::uint64_t WorkerMetrics::ended(ItemEnd how) const {
  return state().ended[static_cast<std::size_t>(how)];
}

std::vector<ServedFamily> WorkerMetrics::collect() const {
  constexpr const char* kItems = "orbbench_work_worker_items_total";
  const State now = state();
  ServedFamily items{{kItems, FamilyType::Counter, "Items of this worker, by how they ended"}, {}};
  for (const ItemEnd end : kItemEnds) {
    items.samples.push_back({kItems,
                             {{"outcome", to_string(end)}},
                             number(now.ended[static_cast<std::size_t>(end)]),
                             std::nullopt});
  }
  std::vector<ServedFamily> page{
      std::move(items),
      gauge("orbbench_work_worker_busy", "1 while this worker has an item", now.busy ? 1 : 0)};
  if (now.queue) {
    add_queue(*now.queue, page);
  }
  add_soak(now.soak.value_or(FinishedSoak{}), page);
  return page;
}

}  // namespace orbbench::bench
