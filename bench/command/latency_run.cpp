#include "latency_run.hpp"

#include <cmath>
#include <utility>

#include "live_intervals.hpp"
#include "load/capacity.hpp"
#include "load/generator_limit.hpp"
#include "load/measurement_log.hpp"
#include "load/other_work.hpp"
#include "load/scenario_table.hpp"
#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

/// "latency.ping", and of a curve "latency.ping@2000"
std::string check_name(const LoadScenario& scenario, std::optional<double> rate) {
  return "latency." + scenario.name + (rate ? "@" + number_text(*rate) : "");
}

void judge_quantiles(const Measurement& measured, std::optional<double> slo_p99_ms,
                     CheckResult& result) {
  const auto p99 = measured.calls.from_intended.quantile(0.99);
  const auto p50 = measured.calls.from_intended.quantile(0.5);
  result.summary = "p50 " + whole_microseconds(p50) + ", p99 " + whole_microseconds(p99);
  if (measured.calls.errors > 0) {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(measured.calls.errors) + " calls failed; " + result.summary;
    result.evidence.push_back("first error: " + measured.calls.first_error);
  } else if (!measured.fault.empty()) {
    result.summary = measured.fault;
  } else if (slo_p99_ms) {
    const bool holds = static_cast<double>(p99.count()) < *slo_p99_ms * 1e6;
    result.verdict = holds ? Verdict::Pass : Verdict::Fail;
    result.summary += ", limit of p99 " + number_text(*slo_p99_ms * 1000) + " us";
  } else {
    result.verdict = Verdict::Pass;
  }
}

class LatencyRun {
 public:
  LatencyRun(const LoadSource& source, const LatencyRunSettings& settings, std::stop_token stop)
      : source_(source), settings_(settings), stop_(std::move(stop)) {}

  std::vector<CheckResult> run() {
    start();
    if (settings_.capacity) {
      find_capacity();
    } else if (!settings_.rates.empty()) {
      for (const double rate : settings_.rates) {
        settings_.report(number_text(rate) + " calls a second");
        measure_and_judge(at_rate(rate), rate);
      }
    } else {
      measure_and_judge(settings_.scenario, {});
    }
    return std::move(results_);
  }

 private:
  void start() {
    load_ = {};  // there is one ORB at a time
    load_ = source_();
    settings_.report("warm-up");
    load_.warm_up(stop_);
  }

  LoadScenario at_rate(double rate) const {
    LoadScenario scenario = settings_.scenario;
    scenario.arrivals.process = ConstantArrivals{rate};
    return scenario;
  }

  Measurement measure(const LoadScenario& scenario) const {
    const LiveIntervals live(progress_events(), check_name(scenario, {}),
                             scenario.arrivals.duration, load_.lanes());
    const OtherWork other_work(load_.core);
    Measurement measured =
        scenario.closed_loop ? measure_closed_loop(scenario.arrivals.duration, live.lanes(), stop_)
                             : measure_beside_floor(scenario.arrivals, live.lanes(), stop_);
    if (load_.core) {
      measured.other_work = other_work.processors();
    }
    return measured;
  }

  // One start of many in which the generator was late would make all of them worth nothing. It is
  // measured again, and counted: late is what is late beside the core's own p99, so that what is
  // left out is not wholly independent of the core.
  Measurement measure_start(const LoadScenario& scenario) {
    constexpr std::size_t kAttempts = 3;
    Measurement measured = measure(scenario);
    for (std::size_t attempt = 2; settings_.starts > 1 && attempt <= kAttempts &&
                                  !measured.fault.empty() && !stop_.stop_requested();
         ++attempt) {
      left_out_.push_back(measured.fault);
      measured = measure(scenario);
    }
    return measured;
  }

  CheckResult judge(const LoadScenario& scenario, std::optional<double> rate,
                    const Measurement& measured) const {
    CheckResult result;
    result.name = check_name(scenario, rate);
    result.figures = figures_of(measured);
    result.histograms = histograms_of(measured);
    result.tables.push_back(scenario_table(scenario));
    result.tables.back().rows.push_back(
        {"core", settings_.core_apart ? "on a processor of its own" : "on any processor"});
    if (settings_.slo_p99_ms) {
      result.figures.push_back({"limit_us_p99", *settings_.slo_p99_ms * 1000});
    }
    judge_quantiles(measured, settings_.slo_p99_ms, result);
    if (settings_.starts > 1) {
      result.figures.push_back({"left_out", static_cast<double>(left_out_.size())});
    }
    for (const std::string& fault : left_out_) {
      result.evidence.push_back("left out, and measured again: " + fault);
    }
    if (stop_.stop_requested()) {
      result.verdict = Verdict::Invalid;
      result.summary = "interrupted; " + result.summary;
    }
    return result;
  }

  CheckResult hold_against_baseline(const CheckResult& result) const {
    const LatencyGate& gate = *settings_.gate;
    return gate::judge_against(gate.baseline, result, gate.here, gate.settings);
  }

  /// A check that says so, where this generator cannot hold the rate.
  std::optional<CheckResult> refuse(const LoadScenario& scenario,
                                    std::optional<double> rate) const {
    if (scenario.closed_loop) {
      return std::nullopt;
    }
    const auto limit = find_generator_limit(scenario.arrivals, load_.lanes(), stop_);
    if (!limit) {
      return std::nullopt;
    }
    const double wanted = scenario.arrivals.peak_rate();
    CheckResult result;
    result.name = check_name(scenario, rate);
    result.summary = "refused: this generator holds " + std::to_string(std::llround(limit->rate)) +
                     " calls a second here, and not " + std::to_string(std::llround(wanted)) +
                     ": " + limit->fault;
    result.figures = {{"offered_calls_per_second", wanted}, {"held_calls_per_second", limit->rate}};
    return result;
  }

  void measure_and_judge(const LoadScenario& scenario, std::optional<double> rate) {
    settings_.report("trying the generator");
    if (auto refused = refuse(scenario, rate)) {
      add(*std::move(refused));
      return;
    }
    left_out_.clear();
    Measurement measured = measure_start(scenario);
    for (std::size_t i = 2; i <= settings_.starts && !stop_.stop_requested(); ++i) {
      measure_anew("start " + std::to_string(i) + " of " + std::to_string(settings_.starts),
                   scenario, measured);
    }
    CheckResult result = judge(scenario, rate, measured);
    std::optional<CheckResult> gated;
    if (settings_.gate) {
      settings_.report("comparing");
      gated = hold_against_baseline(result);
      if (gated->verdict == Verdict::Inconclusive && settings_.gate->settings.repeats > 0) {
        repeat(scenario, measured);
        result = judge(scenario, rate, measured);
        gated = hold_against_baseline(result);
      }
    }
    if (settings_.log != nullptr) {
      append_to_log(*settings_.log, result.name, measured);
    }
    add(std::move(result));
    if (gated) {
      add(*std::move(gated));
    }
  }

  void measure_anew(const std::string& what, const LoadScenario& scenario, Measurement& measured) {
    start();
    settings_.report(what);
    measured.append(measure_start(scenario));
  }

  // All that were declared: to stop at the first verdict would be to measure until there is one.
  void repeat(const LoadScenario& scenario, Measurement& measured) {
    const std::size_t repeats = settings_.gate->settings.repeats;
    for (std::size_t i = 1; i <= repeats && !stop_.stop_requested(); ++i) {
      measure_anew("inconclusive: repeat " + std::to_string(i) + " of " + std::to_string(repeats),
                   scenario, measured);
    }
  }

  // A rate that is too high is no failure here: it is what is looked for.
  void find_capacity() {
    std::size_t tried = 0;
    const double capacity = search_capacity({}, [&](double rate) {
      ++tried;
      if (stop_.stop_requested()) {
        return false;
      }
      settings_.report(number_text(rate) + " calls a second");
      const LoadScenario scenario = at_rate(rate);
      const CheckResult result = judge(scenario, rate, measure(scenario));
      settings_.on_result(result);
      return result.verdict == Verdict::Pass;
    });
    CheckResult result;
    result.name = check_name(settings_.scenario, {}) + ".capacity";
    result.figures = {{"capacity_calls_per_second", capacity},
                      {"limit_us_p99", *settings_.slo_p99_ms * 1000},
                      {"rates_tried", static_cast<double>(tried)}};
    result.verdict = capacity > 0 ? Verdict::Pass : Verdict::Fail;
    result.summary = number_text(std::round(capacity)) + " calls a second with p99 under " +
                     number_text(*settings_.slo_p99_ms) + " ms";
    if (stop_.stop_requested()) {
      result.verdict = Verdict::Invalid;
      result.summary = "interrupted; " + result.summary;
    }
    add(std::move(result));
  }

  void add(CheckResult result) {
    settings_.on_result(result);
    results_.push_back(std::move(result));
  }

  const LoadSource& source_;
  LatencyLoad load_;
  const LatencyRunSettings& settings_;
  std::stop_token stop_;
  std::vector<std::string> left_out_;  ///< why, of the check that is being measured
  std::vector<CheckResult> results_;
};

}  // namespace

std::vector<CheckResult> run_latency(const LoadSource& source, const LatencyRunSettings& settings,
                                     const std::stop_token& stop) {
  return LatencyRun(source, settings, stop).run();
}

}  // namespace orbbench::bench
