#include "http_contenders.hpp"

#include <string>
#include <utility>

#include "http/wrk_run.hpp"
#include "load/http_load.hpp"

namespace orbbench::bench {
namespace {

LoadScenario reads(int connections) {
  LoadScenario scenario = default_scenario();
  scenario.target = LoadTarget::Http;
  scenario.mix = {{.operation = "get"}};
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
                 reads(connections)),
        through_gateway({stack.endpoints().gateway->url, ""}, reads(connections)),
        wrk_straight(stack.direct_hit()),
        wrk_through_gateway(stack.gateway_hit()) {
    for (Load* load : {&wrk_straight, &wrk_through_gateway}) {
      load->connections = connections;
      load->duration = block;
    }
    require_wrk();
    straight.warm_up(stop);
    through_gateway.warm_up(stop);
  }

  std::chrono::seconds block;
  std::stop_token stop;
  HttpLoad straight;
  HttpLoad through_gateway;
  Load wrk_straight;
  Load wrk_through_gateway;
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
  constexpr const char* kWrkStraight = "wrk, widget core";
  constexpr const char* kWrkThroughGateway = "wrk, gateway";
  return {{.name = kWrkStraight, .run_block = wrk(parts.wrk_straight)},
          {.name = "orbbench, widget core",
           .like = kWrkStraight,
           // wrk waits, asks how much there is, reads and parses: 2 to 3 us, which is more than 3 %
           // of so short a request. It counts in whole microseconds besides.
           .comparison = Comparison::Shown,
           .run_block = orbbench(parts.straight)},
          {.name = kWrkThroughGateway, .run_block = wrk(parts.wrk_through_gateway)},
          {.name = "orbbench, gateway",
           .like = kWrkThroughGateway,
           .run_block = orbbench(parts.through_gateway)}};
}

}  // namespace orbbench::bench
