#include "http_contenders.hpp"

#include <string>
#include <utility>

#include "http/wrk_run.hpp"
#include "load/http_load.hpp"

namespace orbbench::bench {
namespace {

LoadScenario only(const char* operation, int connections) {
  LoadScenario scenario = default_scenario();
  scenario.target = LoadTarget::Http;
  scenario.mix = {{.operation = operation}};
  scenario.lanes = static_cast<std::size_t>(connections);
  return scenario;
}

BlockResult block_result(const LoadResult& seen) {
  return {.latency_us_p50 = seen.latency_us_p50,
          .latency_us_p99 = seen.latency_us_p99,
          .calls_per_second = seen.requests_per_second,
          .errors = seen.errors};
}

}  // namespace

struct HttpContenders::Parts {
  Parts(const MeasuredStack& stack, int connections, std::chrono::seconds block_length,
        std::stop_token stop_token)
      : block(block_length),
        stop(std::move(stop_token)),
        straight({stack.endpoints().gateway->url, stack.endpoints().widget_cores.front().url},
                 only("get", connections)),
        reads({stack.endpoints().gateway->url, ""}, only("get", connections)),
        calls({stack.endpoints().gateway->url, ""}, only("invoke", connections)),
        wrk_straight(stack.direct_hit()),
        wrk_reads(stack.gateway_hit()),
        wrk_calls(stack.gateway_invoke()) {
    for (Load* load : {&wrk_straight, &wrk_reads, &wrk_calls}) {
      load->connections = connections;
      load->duration = block;
    }
    require_wrk();
    for (HttpLoad* load : {&straight, &reads, &calls}) {
      load->warm_up(stop);
    }
  }

  std::chrono::seconds block;
  std::stop_token stop;
  HttpLoad straight;
  HttpLoad reads;
  HttpLoad calls;
  Load wrk_straight;
  Load wrk_reads;
  Load wrk_calls;
  PrivateFolder folder;
};

HttpContenders::HttpContenders(const MeasuredStack& stack, int connections,
                               std::chrono::seconds block, std::stop_token stop)
    : parts_(std::make_unique<Parts>(stack, connections, block, std::move(stop))) {}

HttpContenders::~HttpContenders() = default;

std::vector<Contender> HttpContenders::all() {
  Parts& parts = *parts_;
  const auto wrk = [&parts](const Load& load) {
    return [&parts, &load] { return block_result(run_wrk(load, parts.folder, parts.stop)); };
  };
  const auto orbbench = [&parts](HttpLoad& load) {
    return [&parts, &load] {
      return block_result(run_closed_loop(parts.block, load.lanes(), parts.stop));
    };
  };
  constexpr const char* kWrkStraight = "wrk, read, widget core";
  constexpr const char* kWrkReads = "wrk, read, gateway";
  constexpr const char* kWrkCalls = "wrk, call, gateway";
  return {
      {.name = kWrkStraight, .run_block = wrk(parts.wrk_straight)},
      {.name = "orbbench, read, widget core",
       .like = kWrkStraight,
       // wrk waits, asks how much there is, reads and parses: 2 to 3 us, which is more than 3 %
       // of so short a request. It counts in whole microseconds besides.
       .comparison = Comparison::Shown,
       .run_block = orbbench(parts.straight)},
      {.name = kWrkReads, .run_block = wrk(parts.wrk_reads)},
      {.name = "orbbench, read, gateway", .like = kWrkReads, .run_block = orbbench(parts.reads)},
      {.name = kWrkCalls, .run_block = wrk(parts.wrk_calls)},
      {.name = "orbbench, call, gateway", .like = kWrkCalls, .run_block = orbbench(parts.calls)}};
}

}  // namespace orbbench::bench
