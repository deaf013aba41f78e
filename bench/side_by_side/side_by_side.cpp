// Whether orbbench's own generators see what others see: in one run, on one machine, in turns. All
// that runs is put on one processor: free to choose, the scheduler gives each way of calling a
// placement of its own, and a wake-up across processors costs more than what is compared. There
// they run in turn. Figures are those of the middle block of each, and are compared block by block:
// of many short ones on the core, since what wobbles on a machine does so for longer than they
// take; of two seconds on HTTP, since wrk knows no less than one, which wrk and orbbench share in
// turns of a tenth of a second.

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
#include "own_load.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::bench;

constexpr int kDisagree = 1;
constexpr int kUndecided = 2;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;
constexpr std::chrono::seconds kHttpBlock{2};

struct Options {
  int rounds = 101;
  int connections = 1;
  int block_ms = 50;
  int http_rounds = 41;
  double limit = 3;  ///< in percent
};

void print_head() {
  std::printf("%-28s %10s %10s %12s\n", "", "p50 us", "p99 us", "calls/s");
}

void print(const Contender& contender) {
  std::printf("%-28s %10.2f %10.2f %12.0f\n", contender.name.c_str(),
              contender.median(&BlockResult::latency_us_p50),
              contender.median(&BlockResult::latency_us_p99),
              contender.median(&BlockResult::calls_per_second));
}

const Contender& named(const std::string& name, const std::vector<Contender>& all) {
  return *std::find_if(all.begin(), all.end(),
                       [&](const Contender& candidate) { return candidate.name == name; });
}

enum class Agreement { Same, Undecided, NotTheSame };

const char* text_of(Agreement agreement) {
  switch (agreement) {
    case Agreement::Same:
      return "the same";
    case Agreement::Undecided:
      return "undecided";
    case Agreement::NotTheSame:
      break;
  }
  return "not the same";
}

/// By the whole interval, as every verdict.
Agreement judge(const Excess& p50, double limit) {
  if (p50.low >= -limit && p50.high <= limit) {
    return Agreement::Same;
  }
  return p50.high < -limit || p50.low > limit ? Agreement::NotTheSame : Agreement::Undecided;
}

/// Prints how it differs from the other; whether that is within the limit, where it is to be.
Agreement agreement(const Contender& contender, const Contender& other, double limit) {
  const Excess p50 = excess(contender, other, &BlockResult::latency_us_p50);
  const Excess p99 = excess(contender, other, &BlockResult::latency_us_p99);
  const bool judged = contender.comparison == Comparison::Judged;
  const Agreement found = judge(p50, limit / 100);
  std::printf("%s: %+.1f %% (%+.1f to %+.1f) in p50, %+.1f %% in p99 over %s: %s\n",
              contender.name.c_str(), 100 * p50.middle, 100 * p50.low, 100 * p50.high,
              100 * p99.middle, other.name.c_str(), judged ? text_of(found) : "shown only");
  return judged ? found : Agreement::Same;
}

/// Runs, prints, and says how far all agree.
Agreement compare(std::vector<Contender> contenders, int rounds, double limit,
                  const std::stop_token& stop) {
  take_turns(contenders, rounds, stop);
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
  Agreement worst = Agreement::Same;
  for (const Contender& contender : contenders) {
    if (!contender.like.empty()) {
      worst = std::max(worst, agreement(contender, named(contender.like, contenders), limit));
    }
  }
  std::printf("\n");
  return worst;
}

Agreement compare_orb(const Options& options, const std::stop_token& stop) {
  const launcher::Stack core = start_parts({"core"}, stop);
  OrbContenders orb(core.endpoints().core->reference, std::chrono::milliseconds(options.block_ms),
                    stop);
  return compare(orb.all(), options.rounds, options.limit, stop);
}

Agreement compare_http(const Options& options, const std::stop_token& stop) {
  wait_for_each_other();
  const MeasuredStack stack(stop);
  HttpContenders http(stack, options.connections, kHttpBlock, stop);
  return compare(http.all(), options.http_rounds, options.limit, stop);
}

const char* answer(Agreement worst) {
  return worst == Agreement::Same ? "yes" : worst == Agreement::Undecided ? "undecided" : "no";
}

int exit_code(Agreement worst) {
  return worst == Agreement::Same        ? EXIT_SUCCESS
         : worst == Agreement::Undecided ? kUndecided
                                         : kDisagree;
}

int measure(const Options& options) {
  share_one_processor();
  const launcher::StopSignals signals;
  const AwakeProcessors awake;
  const Agreement orb = compare_orb(options, signals.token());
  const Agreement worst = std::max(orb, compare_http(options, signals.token()));
  std::printf("medians agree within %g %%: %s\n", options.limit, answer(worst));
  return exit_code(worst);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Raw TCP, the bare stub, wrk and orbbench side by side");
  Options options;
  app.add_option("--rounds", options.rounds, "How many times each runs on the core")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--connections", options.connections, "Of HTTP")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--block-ms", options.block_ms, "How long each runs on the core")
      ->check(CLI::Range(10, 60000))
      ->capture_default_str();
  app.add_option("--http-rounds", options.http_rounds, "How many times each runs on HTTP")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--limit", options.limit, "Percent by which medians may differ")
      ->check(CLI::Range(0.1, 1000.0))
      ->capture_default_str();
  OwnLoadPlan one_load;
  add_load_command(app, one_load);
  try {
    app.parse(argc, argv);
    if (app.got_subcommand(kLoadCommand)) {
      call_in_blocks(one_load);
    }
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
