#include "own_load.hpp"

#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "load/load_scenario.hpp"
#include "load/open_loop.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kPatience{30};

LoadScenario only(const std::string& operation, int connections) {
  LoadScenario scenario = default_scenario();
  scenario.target = LoadTarget::Http;
  scenario.mix = {{.operation = operation}};
  scenario.lanes = static_cast<std::size_t>(connections);
  return scenario;
}

std::string told(const Series& series) {
  return nlohmann::json{{"latencies", metrics::encode_hdr_base64(series.from_sent)},
                        {"elapsed_s", std::chrono::duration<double>(series.elapsed).count()},
                        {"errors", series.errors}}
      .dump();
}

std::vector<std::string> arguments_for(const OwnLoadPlan& plan) {
  return {kLoadCommand,    plan.operation,
          "--gateway",     plan.target.gateway,
          "--widget-core", plan.target.widget_core,
          "--connections", std::to_string(plan.connections),
          "--block-s",     std::to_string(plan.block.count())};
}

}  // namespace

// Not for users: it is in no help.
void add_load_command(CLI::App& app, OwnLoadPlan& plan) {
  CLI::App& load = *app.add_subcommand(kLoadCommand)->group("");
  load.add_option("operation", plan.operation)->required();
  load.add_option("--gateway", plan.target.gateway)->required();
  load.add_option("--widget-core", plan.target.widget_core);
  load.add_option("--connections", plan.connections);
  load.add_option_function<int>(
      "--block-s", [&plan](int seconds) { plan.block = std::chrono::seconds(seconds); });
}

void call_in_blocks(const OwnLoadPlan& plan) {
  HttpLoad load(plan.target, only(plan.operation, plan.connections));
  load.warm_up({});
  for (;;) {
    std::cout << kResultMark << told(run_closed_loop(plan.block, load.lanes(), {})) << std::endl;
    raise(SIGSTOP);
  }
}

OwnLoad::OwnLoad(const OwnLoadPlan& plan)
    : plan_(plan), program_("/proc/self/exe", arguments_for(plan)) {
  if (!program_.run_for(kPatience)) {
    throw std::runtime_error("a load of " + plan.operation + " is not ready in time");
  }
  program_.take_result();
}

BlockResult OwnLoad::take_result() {
  const HeldResult told = program_.take_result();
  const auto latencies = metrics::decode_hdr_base64(told.result.at("latencies").get<std::string>());
  const double ran_s =
      told.result.at("elapsed_s").get<double>() - std::chrono::duration<double>(told.held).count();
  return {.latency_us_p50 = told.quantile_us(latencies, plan_.connections, 0.5),
          .latency_us_p99 = told.quantile_us(latencies, plan_.connections, 0.99),
          .calls_per_second = static_cast<double>(latencies.count()) / ran_s,
          .errors = told.result.at("errors")};
}

}  // namespace orbbench::bench
