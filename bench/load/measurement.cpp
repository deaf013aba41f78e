#include "load/measurement.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <thread>
#include <utility>

#include "load/one_processor_scope.hpp"
#include "load/tcp_floor.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"

namespace orbbench::bench {
namespace {

// The GIOP 1.2 request and reply of Widget::invoke("simple_operation") as captured on the wire.
constexpr std::size_t kRequestOctets = 108;
constexpr std::size_t kReplyOctets = 80;

constexpr std::array<std::pair<const char*, double>, 5> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

void add_quantiles(const std::string& prefix, const metrics::LatencyHistogram& histogram,
                   std::vector<Figure>& figures) {
  for (const auto& [name, share] : kQuantiles) {
    figures.push_back({prefix + "_us_" + name, microseconds(histogram.quantile(share))});
  }
  figures.push_back({prefix + "_us_max", microseconds(histogram.max())});
}

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

void add_intervals(const std::string& name, const Series& series,
                   SparseHistogram SeriesInterval::*clock,
                   std::vector<EncodedHistogram>& histograms) {
  for (std::size_t i = 0; i < series.intervals.size(); ++i) {
    histograms.push_back({name + "/" + std::to_string(i),
                          metrics::encode_hdr((series.intervals[i].*clock).expand())});
  }
}

double ratio(const Measurement& measurement, double share) {
  const auto floor = microseconds(measurement.floor.from_sent.quantile(share));
  return floor > 0 ? microseconds(measurement.calls.from_intended.quantile(share)) / floor : 0;
}

// Enough for its quantiles; at the rate of a high load the floor would be a load itself.
constexpr double kMostFloorRate = 2000;

Arrivals floor_arrivals(const Arrivals& arrivals) {
  return arrivals.scaled(std::min(1.0, kMostFloorRate / arrivals.peak_rate()));
}

/// A lane that was in mid-call when this process was stopped takes that for the core's time; the
/// floor's lane, which is mostly idle, tells. It may wait for other lanes at times.
std::string find_standstill(const Measurement& measurement) {
  constexpr int kPart = 2;
  const auto late = measurement.floor.lateness.quantile(0.99);
  const auto measured = measurement.calls.from_intended.quantile(0.99);
  if (late * kPart <= measured) {
    return {};
  }
  return "the generator stood still: the floor's lane was late by " + whole_microseconds(late) +
         " (p99), which is more than half of the measured p99 " + whole_microseconds(measured);
}

}  // namespace

Measurement measure_beside_floor(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                                 const std::stop_token& stop) {
  Measurement measurement;
  measurement.offered_rate = arrivals.expected_calls() / seconds(arrivals.duration);
  measurement.started.push_back(std::chrono::system_clock::now());
  std::optional<TcpFloor> floor;
  std::jthread beside;
  {
    const OneProcessorScope together;  // the least is what two threads on one processor take
    floor.emplace(kRequestOctets, kReplyOctets, TcpFloor::Answering::Punctual);
    beside = std::jthread([&] {
      measurement.floor =
          run_open_loop(floor_arrivals(arrivals), {[&floor] { floor->round_trip(); }}, stop);
    });
  }
  measurement.calls = run_open_loop(arrivals, lanes, stop);
  beside.join();
  measurement.fault = find_generator_fault(measurement.calls, arrivals);
  if (measurement.fault.empty()) {
    measurement.fault = find_standstill(measurement);
  }
  return measurement;
}

Measurement measure_closed_loop(std::chrono::nanoseconds duration,
                                const std::vector<TimedCall>& lanes, const std::stop_token& stop) {
  Measurement measurement;
  measurement.started.push_back(std::chrono::system_clock::now());
  measurement.calls = run_closed_loop(duration, lanes, stop);
  return measurement;
}

void Measurement::append(const Measurement& repeat) {
  calls.append(repeat.calls);
  floor.append(repeat.floor);
  if (fault.empty()) {
    fault = repeat.fault;
  }
  if (other_work && repeat.other_work) {
    const auto times = static_cast<double>(started.size());
    other_work = (*other_work * times + *repeat.other_work) / (times + 1);
  }
  started.insert(started.end(), repeat.started.begin(), repeat.started.end());
}

std::vector<Figure> figures_of(const Measurement& measurement) {
  std::vector<Figure> figures{{"calls", static_cast<double>(measurement.calls.calls())},
                              {"errors", static_cast<double>(measurement.calls.errors)},
                              {"achieved_calls_per_second", measurement.calls.achieved_rate()}};
  if (measurement.offered_rate) {
    figures.push_back({"offered_calls_per_second", *measurement.offered_rate});
  }
  figures.push_back({"interval_seconds", seconds(measurement.calls.interval_length)});
  figures.push_back({"repeats", static_cast<double>(measurement.started.size()) - 1});
  if (measurement.other_work) {
    figures.push_back({"other_work_processors", *measurement.other_work});
  }
  add_quantiles("latency", measurement.calls.from_intended, figures);
  add_quantiles("from_sent", measurement.calls.from_sent, figures);
  add_quantiles("lateness", measurement.calls.lateness, figures);
  if (!measurement.floor.from_sent.empty()) {
    add_quantiles("floor", measurement.floor.from_sent, figures);
    for (const auto& [name, share] : kQuantiles) {
      figures.push_back({std::string("ratio_to_floor_") + name, ratio(measurement, share)});
    }
  }
  return figures;
}

std::vector<EncodedHistogram> histograms_of(const Measurement& measurement) {
  const Series& calls = measurement.calls;
  std::vector<EncodedHistogram> histograms{{"latency", metrics::encode_hdr(calls.from_intended)},
                                           {"from_sent", metrics::encode_hdr(calls.from_sent)},
                                           {"lateness", metrics::encode_hdr(calls.lateness)}};
  add_intervals("latency", calls, &SeriesInterval::from_intended, histograms);
  if (!measurement.floor.from_sent.empty()) {
    histograms.push_back({"floor", metrics::encode_hdr(measurement.floor.from_sent)});
    add_intervals("floor", measurement.floor, &SeriesInterval::from_sent, histograms);
  }
  return histograms;
}

std::string whole_microseconds(std::chrono::nanoseconds duration) {
  return std::to_string(duration.count() / 1000) + " us";
}

}  // namespace orbbench::bench
