#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checks/check.hpp"
#include "checks/scenario.hpp"
#include "load/measurement.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConnectionPool;
using orb_client::Deadline;
using orb_client::Lease;

constexpr const char* kOperation = "simple_operation";
constexpr std::chrono::seconds kCallBudget{5};
constexpr std::chrono::milliseconds kWarmUpPerLane{100};
constexpr int kAttempts = 3;

/// A widget that lives as long as the measurement.
class MeasuredWidget {
 public:
  explicit MeasuredWidget(ConnectionPool& pool) : pool_(pool) {
    auto lane = pool.lease(Deadline::after(kCallBudget));
    lane->create_widget(id_, "button", "measured", {}, Deadline::after(kCallBudget));
  }
  ~MeasuredWidget() {
    try {
      auto lane = pool_.lease(Deadline::after(kCallBudget));
      lane->destroy_widget(id_, Deadline::after(kCallBudget));
    } catch (const orb_client::CallError&) {
      // A core that is gone took the widget with it.
    }
  }
  MeasuredWidget(const MeasuredWidget&) = delete;
  MeasuredWidget& operator=(const MeasuredWidget&) = delete;

  std::int64_t id() const { return id_; }

 private:
  ConnectionPool& pool_;
  std::int64_t id_ = fresh_widget_ids();
};

TimedCall call_of(ConnectionPool& pool, std::int64_t widget_id) {
  return [&pool, widget_id] {
    const Deadline deadline = Deadline::after(kCallBudget);
    pool.lease(deadline)->invoke_widget(widget_id, kOperation, {}, deadline);
  };
}

// Connects every lane and has each find the widget, so that only calls are measured.
void warm_up(CheckContext& context, ConnectionPool& pool, std::int64_t widget_id) {
  std::vector<Lease> leases;
  for (std::size_t lane = 0; lane < context.settings.lanes; ++lane) {
    leases.push_back(pool.lease(Deadline::after(kCallBudget)));
    const Deadline warm = Deadline::after(kWarmUpPerLane);
    do {
      leases.back()->invoke_widget(widget_id, kOperation, {}, Deadline::after(kCallBudget));
    } while (!warm.expired());
  }
}

Measurement measure(CheckContext& context, ConnectionPool& pool, std::int64_t widget_id) {
  const Arrivals load{ConstantArrivals{context.settings.rate_per_second},
                      context.settings.duration};
  const Measurement measurement = measure_beside_floor(
      load, std::vector<TimedCall>(context.settings.lanes, call_of(pool, widget_id)), context.stop);
  throw_if_stopped(context);
  return measurement;
}

}  // namespace

CheckResult check_latency_slo(CheckContext& context) {
  ConnectionPool pool(context.runtime, context.core,
                      {.lanes = context.settings.lanes, .waiters = context.settings.lanes});
  const MeasuredWidget widget(pool);
  warm_up(context, pool, widget.id());
  Measurement measurement;
  int attempts = 0;
  do {
    ++attempts;
    context.report("open loop, attempt " + std::to_string(attempts));
    measurement = measure(context, pool, widget.id());
  } while (!measurement.fault.empty() && attempts < kAttempts);

  CheckResult result;
  result.figures = figures_of(measurement);
  result.figures.push_back({"attempts", static_cast<double>(attempts)});
  const auto p99 = measurement.calls.from_intended.quantile(0.99);
  const std::chrono::nanoseconds limit = context.settings.slo_p99;
  if (measurement.calls.errors > 0) {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(measurement.calls.errors) + " calls failed";
    result.evidence.push_back("first error: " + measurement.calls.first_error);
  } else if (!measurement.fault.empty()) {
    result.summary = measurement.fault;
  } else {
    result.verdict = p99 < limit ? Verdict::Pass : Verdict::Fail;
    result.summary = "p99 " + whole_microseconds(p99) + ", limit " + whole_microseconds(limit);
  }
  return result;
}

}  // namespace orbbench::bench
