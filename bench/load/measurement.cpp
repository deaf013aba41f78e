#include "load/measurement.hpp"

#include <thread>
#include <utility>

#include "load/tcp_floor.hpp"

namespace orbbench::bench {
namespace {

// The GIOP 1.2 request and reply of Widget::invoke("simple_operation") as captured on the wire.
constexpr std::size_t kRequestOctets = 108;
constexpr std::size_t kReplyOctets = 80;

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
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

}  // namespace

Measurement measure_beside_floor(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                                 const std::stop_token& stop) {
  Measurement measurement;
  TcpFloor floor(kRequestOctets, kReplyOctets);
  std::jthread beside([&] {
    measurement.floor = run_open_loop(arrivals, {[&floor] { floor.round_trip(); }}, stop);
  });
  measurement.calls = run_open_loop(arrivals, lanes, stop);
  beside.join();
  measurement.fault = find_generator_fault(measurement.calls, arrivals);
  return measurement;
}

std::vector<Figure> figures_of(const Measurement& measurement) {
  std::vector<Figure> figures{{"calls", static_cast<double>(measurement.calls.calls())},
                              {"errors", static_cast<double>(measurement.calls.errors)},
                              {"achieved_calls_per_second", measurement.calls.achieved_rate()}};
  add_quantiles("latency", measurement.calls.from_intended, figures);
  add_quantiles("from_sent", measurement.calls.from_sent, figures);
  add_quantiles("lateness", measurement.calls.lateness, figures);
  if (!measurement.floor.from_sent.empty()) {
    add_quantiles("floor", measurement.floor.from_sent, figures);
    figures.push_back({"ratio_to_floor_p50", ratio(measurement, 0.5)});
    figures.push_back({"ratio_to_floor_p99", ratio(measurement, 0.99)});
  }
  return figures;
}

std::string whole_microseconds(std::chrono::nanoseconds duration) {
  return std::to_string(duration.count() / 1000) + " us";
}

}  // namespace orbbench::bench
