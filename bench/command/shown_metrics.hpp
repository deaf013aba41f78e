#pragma once

#include <optional>
#include <stop_token>

#include "checks/result.hpp"
#include "orbbench/metrics/endpoint.hpp"
#include "soak/metrics_pusher.hpp"
#include "soak/soak_metrics.hpp"
#include "soak_options.hpp"

namespace orbbench::bench {

/// The soak's own metrics, where they are wanted: at a port of their own, or brought to a
/// Pushgateway with each interval.
class ShownMetrics {
 public:
  /// Throws EndpointError, and ConfigError for a Pushgateway's URL that is none.
  ShownMetrics(const SoakOptions& options, const SoakPlan& plan, const std::stop_token& stop);

  /// Only where an interval is new: it takes a moment.
  void update(const SoakRecord& record);

  /// Goes on serving them for as long as the options say.
  void finish(Verdict verdict, const std::stop_token& stop);

 private:
  void push();

  double serve_after_s_;
  SoakMetrics metrics_;
  std::size_t seen_ = 0;
  std::optional<metrics::MetricsEndpoint> endpoint_;
  std::optional<MetricsPusher> pusher_;
};

}  // namespace orbbench::bench
