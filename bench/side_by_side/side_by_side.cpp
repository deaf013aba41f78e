// Whether orbbench's own generators see what others see: in one run, on one machine, in turns. All
// that runs is put on one processor: free to choose, the scheduler gives each way of calling a
// placement of its own, and a wake-up across processors costs more than what is compared. There
// they run in turn. Latencies are those of the least disturbed block of each, rates those of the
// middle one.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "batch_policy.hpp"
#include "contender.hpp"
#include "http/measured_stack.hpp"
#include "http_contenders.hpp"
#include "load/awake_processors.hpp"
#include "load/one_processor.hpp"
#include "orb_contenders.hpp"
#include "orbbench/launcher/stop_signals.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::bench;

constexpr int kDisagree = 1;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;

struct Options {
  int rounds = 9;
  int connections = 1;
  int block_ms = 300;
  double limit = 3;  ///< in percent
};

void print_head() {
  std::printf("%-28s %10s %10s %12s\n", "", "p50 us", "p99 us", "calls/s");
}

void print(const Contender& contender) {
  std::printf("%-28s %10.2f %10.2f %12.0f\n", contender.name.c_str(),
              contender.least(&BlockResult::latency_us_p50),
              contender.least(&BlockResult::latency_us_p99), contender.median_rate());
}

const Contender& named(const std::string& name, const std::vector<Contender>& all) {
  return *std::find_if(all.begin(), all.end(),
                       [&](const Contender& candidate) { return candidate.name == name; });
}

/// Prints how it differs from the other; whether that is within the limit, where it is to be.
bool agrees(const Contender& contender, const Contender& other, double limit) {
  const double p50 = 100 * excess(contender, other, &BlockResult::latency_us_p50);
  const double p99 = 100 * excess(contender, other, &BlockResult::latency_us_p99);
  const bool judged = contender.comparison == Comparison::Judged;
  const bool within = std::abs(p50) <= limit;
  std::printf("%s: %+.1f %% in p50, %+.1f %% in p99 over %s: %s\n", contender.name.c_str(), p50,
              p99, other.name.c_str(),
              !judged  ? "shown only"
              : within ? "the same"
                       : "not the same");
  return within || !judged;
}

/// Runs, prints, and says whether all agree.
bool compare(std::vector<Contender> contenders, const Options& options,
             const std::stop_token& stop) {
  take_turns(contenders, options.rounds, stop);
  if (stop.stop_requested()) {
    throw std::runtime_error("interrupted before it was done");
  }
  print_head();
  for (const Contender& contender : contenders) {
    print(contender);
    if (contender.errors() > 0) {
      throw std::runtime_error(contender.name + ": " + std::to_string(contender.errors()) +
                               " calls failed");
    }
  }
  bool all_agree = true;
  for (const Contender& contender : contenders) {
    if (!contender.like.empty()) {
      all_agree = agrees(contender, named(contender.like, contenders), options.limit) && all_agree;
    }
  }
  std::printf("\n");
  return all_agree;
}

bool orb_agrees(const Options& options, const std::stop_token& stop) {
  const launcher::Stack core = start_parts({"core"}, stop);
  OrbContenders orb(core.endpoints().core->reference, std::chrono::milliseconds(options.block_ms),
                    stop);
  return compare(orb.all(), options, stop);
}

bool http_agrees(const Options& options, const std::stop_token& stop) {
  wait_for_each_other();
  const MeasuredStack stack(stop);
  HttpContenders http(stack, options.connections, std::chrono::seconds(1), stop);
  return compare(http.all(), options, stop);
}

int measure(const Options& options) {
  share_one_processor();
  const launcher::StopSignals signals;
  const AwakeProcessors awake;
  const bool orb = orb_agrees(options, signals.token());
  const bool http = http_agrees(options, signals.token());
  std::printf("medians agree within %g %%: %s\n", options.limit, orb && http ? "yes" : "no");
  return orb && http ? EXIT_SUCCESS : kDisagree;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Raw TCP, the bare stub, wrk and orbbench side by side");
  Options options;
  app.add_option("--rounds", options.rounds, "How many times each runs")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--connections", options.connections, "Of HTTP")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--block-ms", options.block_ms, "How long each runs on the core; on HTTP 1 s")
      ->check(CLI::Range(10, 60000))
      ->capture_default_str();
  app.add_option("--limit", options.limit, "Percent by which medians may differ")
      ->check(CLI::Range(0.1, 1000.0))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
    return measure(options);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-side-by-side: " << error.what() << '\n';
    return kUsage;
  } catch (const NoWrk& error) {
    std::cerr << "orbbench-side-by-side: " << error.what() << '\n';
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "orbbench-side-by-side: " << error.what() << '\n';
    return kInvalid;
  }
}
