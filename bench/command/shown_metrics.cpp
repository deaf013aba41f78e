#include "shown_metrics.hpp"

#include <condition_variable>
#include <iostream>
#include <mutex>
#include <utility>

#include "results/results.hpp"
#include "run_choice.hpp"
#include "soak_store.hpp"

namespace orbbench::bench {
namespace {

constexpr const char* kMetricsAddress = "0.0.0.0";

void wait(double seconds, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, std::move(stop), std::chrono::duration<double>(seconds),
                 [] { return false; });
}

}  // namespace

ShownMetrics::ShownMetrics(const SoakOptions& options, const SoakPlan& plan,
                           const std::stop_token& stop)
    : serve_after_s_(options.serve_after_s), metrics_(plan) {
  if (!options.push_url.empty()) {
    pusher_.emplace(options.push_url, tell_user);
  }
  if (!options.metrics_port && !pusher_) {
    return;
  }
  if (const auto last = options.no_store ? std::nullopt : last_finished(stop)) {
    metrics_.set_finished(*last);
  }
  if (options.metrics_port) {
    endpoint_.emplace(kMetricsAddress, *options.metrics_port,
                      [this] { return metrics_.collect(); });
    std::cout << "metrics: port " << endpoint_->port() << std::endl;
  }
  push();
}

void ShownMetrics::update(const SoakRecord& record) {
  if ((endpoint_ || pusher_) && record.intervals().size() != seen_) {
    seen_ = record.intervals().size();
    metrics_.update(record);
    push();
  }
}

void ShownMetrics::finish(Verdict verdict, const std::stop_token& stop) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  metrics_.set_finished({to_string(verdict), std::chrono::duration<double>(now).count()});
  push();
  if (endpoint_) {
    wait(serve_after_s_, stop);
  }
}

void ShownMetrics::push() {
  if (pusher_) {
    pusher_->push(metrics::page_text(metrics_.collect()));
  }
}

}  // namespace orbbench::bench
