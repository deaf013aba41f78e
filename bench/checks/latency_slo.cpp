#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checks/check.hpp"
#include "checks/scenario.hpp"
#include "load/open_loop.hpp"
#include "load/tcp_floor.hpp"
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

// The GIOP 1.2 request and reply of Widget::invoke("simple_operation") as captured on the wire.
constexpr std::size_t kRequestOctets = 108;
constexpr std::size_t kReplyOctets = 80;

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

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

struct Measurement {
  Series calls;
  Series floor;
  std::string fault;
};

Series run_calls(CheckContext& context, ConnectionPool& pool, std::int64_t widget_id,
                 const OpenLoop& load) {
  const TimedCall call = [&pool, widget_id] {
    const Deadline deadline = Deadline::after(kCallBudget);
    pool.lease(deadline)->invoke_widget(widget_id, kOperation, {}, deadline);
  };
  return run_open_loop(load, std::vector<TimedCall>(context.settings.lanes, call), context.stop);
}

Series run_floor(CheckContext& context, const OpenLoop& load) {
  TcpFloor floor(kRequestOctets, kReplyOctets);
  return run_open_loop(load, {[&floor] { floor.round_trip(); }}, context.stop);
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
  const OpenLoop load{context.settings.rate_per_second, context.settings.duration};
  Measurement measurement;
  std::jthread floor([&] { measurement.floor = run_floor(context, load); });
  measurement.calls = run_calls(context, pool, widget_id, load);
  floor.join();
  throw_if_stopped(context);
  measurement.fault = find_generator_fault(measurement.calls, load);
  return measurement;
}

void add_quantiles(const std::string& prefix, const metrics::LatencyHistogram& histogram,
                   std::vector<Figure>& figures) {
  const std::pair<const char*, double> quantiles[] = {
      {"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}};
  for (const auto& [name, share] : quantiles) {
    figures.push_back({prefix + "_us_" + name, microseconds(histogram.quantile(share))});
  }
  figures.push_back({prefix + "_us_max", microseconds(histogram.max())});
}

double ratio(const Measurement& measurement, double share) {
  const auto floor = microseconds(measurement.floor.from_sent.quantile(share));
  return floor > 0 ? microseconds(measurement.calls.from_intended.quantile(share)) / floor : 0;
}

std::vector<Figure> figures_of(const Measurement& measurement, int attempts) {
  std::vector<Figure> figures{{"calls", static_cast<double>(measurement.calls.calls())},
                              {"errors", static_cast<double>(measurement.calls.errors)},
                              {"achieved_calls_per_second", measurement.calls.achieved_rate()},
                              {"attempts", static_cast<double>(attempts)}};
  add_quantiles("latency", measurement.calls.from_intended, figures);
  add_quantiles("from_sent", measurement.calls.from_sent, figures);
  add_quantiles("lateness", measurement.calls.lateness, figures);
  add_quantiles("floor", measurement.floor.from_sent, figures);
  figures.push_back({"ratio_to_floor_p50", ratio(measurement, 0.5)});
  figures.push_back({"ratio_to_floor_p99", ratio(measurement, 0.99)});
  return figures;
}

std::string in_microseconds(double value) {
  return std::to_string(static_cast<std::int64_t>(value)) + " us";
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
  result.figures = figures_of(measurement, attempts);
  const double p99 = microseconds(measurement.calls.from_intended.quantile(0.99));
  const double limit = microseconds(context.settings.slo_p99);
  if (measurement.calls.errors > 0) {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(measurement.calls.errors) + " calls failed";
    result.evidence.push_back("first error: " + measurement.calls.first_error);
  } else if (!measurement.fault.empty()) {
    result.summary = measurement.fault;
  } else {
    result.verdict = p99 < limit ? Verdict::Pass : Verdict::Fail;
    result.summary = "p99 " + in_microseconds(p99) + ", limit " + in_microseconds(limit);
  }
  return result;
}

}  // namespace orbbench::bench
