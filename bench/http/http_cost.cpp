// What the gateway costs over the widget core behind it, and what a hit, a miss and a create cost
// through it: with wrk on a private stack. What is compared takes turns, so that drift of the
// machine hits both.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <vector>

#include "cache_emptier.hpp"
#include "cost_report.hpp"
#include "measured_stack.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "revocations.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::bench;

constexpr int kInvalid = 3;
constexpr int kUsage = 64;
constexpr std::size_t kRevoked = 100'000;
constexpr int kRounds = 2;
constexpr const char* kNoneRevoked = "GET hit, 0 tokens revoked";
constexpr const char* kManyRevoked = "GET hit, 100000 tokens revoked";

struct Options {
  int duration_s = 3;
  std::vector<int> connections{1, 10, 50};
  std::string json_file;
};

/// Runs the loads one after the other, and shows each.
class Session {
 public:
  Session(const Options& options, const std::stop_token& stop)
      : duration_(options.duration_s),
        connections_(options.connections),
        stop_(stop),
        stack_(stop) {
    report_.processors = sysconf(_SC_NPROCESSORS_ONLN);
    getloadavg(&report_.load_average_before, 1);
  }

  const CostReport& measure() {
    std::cout << table_head();
    warm_up();
    for (const int connections : connections_) {
      measure_gateway(connections);
      measure_misses(connections);
      run(stack_.gateway_create(), connections);
    }
    measure_revocations();
    std::cout << text_conclusion(report_);
    return report_;
  }

 private:
  void warm_up() {
    for (Load load : {stack_.direct_hit(), stack_.gateway_hit()}) {
      load.connections = connections_.back();
      load.duration = std::chrono::seconds(1);
      run_wrk(load, folder_, stop_);
    }
  }

  void run(Load load, int connections) {
    load.connections = connections;
    load.duration = duration_;
    report_.loads.push_back(run_wrk(load, folder_, stop_));
    std::cout << text_line(report_.loads.back()) << std::flush;
  }

  void measure_gateway(int connections) {
    const Load direct = stack_.direct_hit();
    const Load gateway = stack_.gateway_hit();
    for (int round = 0; round < kRounds; ++round) {
      run(direct, connections);
      run(gateway, connections);
    }
    report_.ratios.push_back(
        {connections, sum_of_p50(report_.loads, gateway.name, connections) /
                          sum_of_p50(report_.loads, direct.name, connections)});
  }

  void measure_misses(int connections) {
    const auto& redis = *stack_.endpoints().redis;
    const CacheEmptier emptier({redis.host, redis.port}, stack_.widgets());
    run(stack_.gateway_miss(), connections);
  }

  void measure_revocations() {
    const Revocations revocations(*stack_.endpoints().gateway);
    Load load = stack_.gateway_hit();
    for (int round = 0; round < kRounds; ++round) {
      load.name = kNoneRevoked;
      run(load, 1);
      revocations.add(kRevoked);
      load.name = kManyRevoked;
      run(load, 1);
      revocations.clear();
    }
    report_.revocation_ratio_p50 =
        sum_of_p50(report_.loads, kManyRevoked, 1) / sum_of_p50(report_.loads, kNoneRevoked, 1);
  }

  const std::chrono::seconds duration_;
  const std::vector<int> connections_;
  const std::stop_token stop_;
  MeasuredStack stack_;
  PrivateFolder folder_;
  CostReport report_;
};

// Opened before the run, so that a path that cannot be written is known before it.
std::ofstream open_json(const std::string& path) {
  std::ofstream file;
  if (!path.empty()) {
    file.open(path);
  }
  return file;
}

int measure(const Options& options) {
  std::ofstream json = open_json(options.json_file);
  if (!json) {
    std::cerr << "orbbench-http-cost: cannot write " << options.json_file << '\n';
    return kUsage;
  }
  require_wrk();
  const launcher::StopSignals signals;
  Session session(options, signals.token());
  const CostReport& report = session.measure();
  if (json.is_open() && !(json << to_json(report) << std::flush)) {
    throw std::runtime_error("could not write " + options.json_file + ": is the disk full?");
  }
  return report.errors() == 0 ? EXIT_SUCCESS : kInvalid;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What the gateway costs, and a hit, a miss and a create through it");
  Options options;
  app.add_option("--duration", options.duration_s, "Seconds of each load")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  app.add_option("--connections", options.connections, "At once, separated by commas")
      ->delimiter(',')
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--json", options.json_file, "Write the figures as JSON");
  try {
    app.parse(argc, argv);
    return measure(options);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-http-cost: " << error.what() << '\n';
    return kUsage;
  } catch (const NoWrk& error) {
    std::cerr << "orbbench-http-cost: " << error.what() << '\n';
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "orbbench-http-cost: " << error.what() << '\n';
    return kInvalid;
  }
}
