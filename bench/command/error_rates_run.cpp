#include "error_rates_run.hpp"

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "duet/error_rates.hpp"
#include "duet_cores.hpp"
#include "duet_options.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "result_file.hpp"

namespace orbbench::bench {
namespace {

using duet::ErrorRates;
using duet::RateCount;
using duet::ResampledRates;
using duet::SlowdownRates;
using nlohmann::ordered_json;

constexpr int kExitInvalid = 3;
constexpr double kOftenEnough = 0.95;
constexpr double kPercent = 0.01;

double seconds(std::chrono::milliseconds length) {
  return std::chrono::duration<double>(length).count();
}

/// "3 of 200 = 1.5 % (0.3 % to 4.3 %)"
std::string describe(const RateCount& count) {
  char text[80];
  const metrics::Interval interval = count.interval();
  std::snprintf(text, sizeof text, "%zu of %zu = %.1f %% (%.1f %% to %.1f %%)", count.hits,
                count.duets, 100 * count.share(), 100 * interval.low, 100 * interval.high);
  return text;
}

void print(const SlowdownRates& slowdown) {
  const metrics::Interval interval = slowdown.measured_p50.interval(duet::kVerdictConfidence);
  std::printf("%.0f %% slower: p50 %+.2f %% (%+.2f %% to %+.2f %%) in %zu real duets\n",
              100 * slowdown.wanted, 100 * (slowdown.measured_p50.ratio - 1),
              100 * (interval.low - 1), 100 * (interval.high - 1), slowdown.real_p50_changed.duets);
  std::printf("  real       p50 changed %s\n             any changed %s\n",
              describe(slowdown.real_p50_changed).c_str(),
              describe(slowdown.real_any_changed).c_str());
  for (const ResampledRates& rates : slowdown.resampled) {
    std::printf("  %5.1f s    p50 changed %s\n             any changed %s\n", seconds(rates.length),
                describe(rates.p50_changed).c_str(), describe(rates.any_changed).c_str());
    std::printf("             passed %s\n             failed %s\n", describe(rates.passed).c_str(),
                describe(rates.failed).c_str());
  }
}

ordered_json to_json(const RateCount& count) {
  const metrics::Interval interval = count.interval();
  return {{"hits", count.hits},
          {"duets", count.duets},
          {"share_low", interval.low},
          {"share_high", interval.high}};
}

ordered_json to_json(const SlowdownRates& slowdown) {
  ordered_json resampled = ordered_json::array();
  for (const ResampledRates& rates : slowdown.resampled) {
    resampled.push_back({{"length_seconds", seconds(rates.length)},
                         {"p50_changed", to_json(rates.p50_changed)},
                         {"any_changed", to_json(rates.any_changed)},
                         {"passed", to_json(rates.passed)},
                         {"failed", to_json(rates.failed)}});
  }
  const metrics::Interval interval = slowdown.measured_p50.interval(duet::kVerdictConfidence);
  return {{"wanted_slowdown", slowdown.wanted},
          {"servant_share", slowdown.servant_share},
          {"measured_ratio_p50", slowdown.measured_p50.ratio},
          {"measured_ratio_p50_low", interval.low},
          {"measured_ratio_p50_high", interval.high},
          {"real",
           {{"p50_changed", to_json(slowdown.real_p50_changed)},
            {"any_changed", to_json(slowdown.real_any_changed)}}},
          {"resampled", resampled}};
}

std::string json_text(const ErrorRates& rates, const ErrorRatesOptions& options) {
  ordered_json slowdowns = ordered_json::array();
  for (const SlowdownRates& slowdown : rates.slowdowns) {
    slowdowns.push_back(to_json(slowdown));
  }
  const auto seen = duet::smallest_seen(rates, kOftenEnough);
  const ordered_json document{{"seed", options.seed},
                              {"seconds", options.seconds},
                              {"servant_share_of_call", rates.servant_share_of_call},
                              {"untrustworthy", rates.untrustworthy},
                              {"slowdowns", slowdowns},
                              {"smallest_slowdown_seen", seen ? ordered_json(*seen) : nullptr}};
  constexpr int kIndent = 2;
  return document.dump(kIndent) + "\n";
}

duet::ErrorRatesPlan plan_of(const ErrorRatesOptions& options) {
  duet::ErrorRatesPlan plan;
  plan.real_duets = options.real_duets;
  plan.runs = options.runs;
  plan.seed = options.seed;
  plan.slowdowns = {0};
  for (const double percent : options.slowdowns) {
    plan.slowdowns.push_back(percent * kPercent);
  }
  plan.duet.length = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(options.seconds));
  return plan;
}

ErrorRates measure(const ErrorRatesOptions& options, const std::stop_token& stop) {
  orb_client::OrbRuntime runtime;
  Progress progress;
  return duet::measure_error_rates(
      runtime, identical_pair_with_faults(stop), plan_of(options),
      [&](const std::string& text) { progress.show(text); }, stop);
}

/// What it comes to at the whole length.
void print_summary(const ErrorRates& rates) {
  for (const SlowdownRates& slowdown : rates.slowdowns) {
    if (slowdown.wanted == 0 && !slowdown.resampled.empty()) {
      std::printf("false alarms, any of p50, p95, p99, deallocation, memory: %s\n",
                  describe(slowdown.resampled.back().any_changed).c_str());
    }
  }
  const auto seen = duet::smallest_seen(rates, kOftenEnough);
  if (seen) {
    std::printf("smallest slowdown of p50 seen at least %.0f %% of the time: %.0f %%\n",
                100 * kOftenEnough, 100 * *seen);
  } else if (rates.untrustworthy.empty()) {
    std::printf("the largest slowdown of p50 was not seen at least %.0f %% of the time\n",
                100 * kOftenEnough);
  }
}

void print(const ErrorRates& rates, const ErrorRatesOptions& options) {
  std::printf(
      "duets of %.1f s of the reference core against itself, seed %llu; the servant's time "
      "is %.1f %% of a call's p50\n",
      options.seconds, static_cast<unsigned long long>(options.seed),
      100 * rates.servant_share_of_call);
  for (const SlowdownRates& slowdown : rates.slowdowns) {
    print(slowdown);
  }
  print_summary(rates);
  if (!rates.untrustworthy.empty()) {
    std::printf("invalid: %s\n", rates.untrustworthy.c_str());
  }
  std::fflush(stdout);
}

CheckResult told_form(const ErrorRates& rates) {
  CheckResult result;
  result.name = "selfcheck.error_rates";
  result.verdict = rates.untrustworthy.empty() ? Verdict::Pass : Verdict::Invalid;
  result.summary = rates.untrustworthy.empty() ? "measured as planned" : rates.untrustworthy;
  result.figures = {{"servant_share_of_call", rates.servant_share_of_call}};
  return result;
}

}  // namespace

void add_error_rates_options(CLI::App& command, ErrorRatesOptions& options) {
  command.add_flag("--error-rates", options.asked,
                   "How often a duet sees a change where there is none, and misses one of 2, 5, "
                   "10 %");
  command.add_option("--runs", options.runs, "Duets that are put together from the real ones")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command.add_option("--real-duets", options.real_duets, "Real duets of each slowdown")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command
      .add_option("--slowdowns", options.slowdowns,
                  "Percent by which the candidate is held back, beside none; separated by commas")
      ->delimiter(',')
      ->check(number_between(0.1, 1000.0))
      ->capture_default_str();
  command.add_option("--seconds", options.seconds, "Length of a duet")
      ->check(number_between(1.0, 86400.0))
      ->capture_default_str();
}

int run_error_rates(const ErrorRatesOptions& options) {
  const launcher::StopSignals signals;
  ResultFile file(options.json_file);
  progress_events().started("selfcheck", {"selfcheck.error_rates"});
  const ErrorRates rates = measure(options, signals.token());
  print(rates, options);
  progress_events().check(told_form(rates));
  if (file.is_wanted()) {
    file.write(json_text(rates, options));
  }
  return rates.untrustworthy.empty() ? 0 : kExitInvalid;
}

}  // namespace orbbench::bench
