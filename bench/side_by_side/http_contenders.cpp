#include "http_contenders.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "http/wrk_run.hpp"
#include "own_load.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::milliseconds kTurn{100};

BlockResult block_result(const LoadResult& seen) {
  return {.latency_us_p50 = seen.latency_us_p50,
          .latency_us_p99 = seen.latency_us_p99,
          .calls_per_second = seen.requests_per_second,
          .errors = seen.errors};
}

/// One kind of request by both, who share each block.
class HttpPair {
 public:
  HttpPair(Load load, const OwnLoadPlan& plan, std::stop_token stop)
      : load_(std::move(load)), own_(plan), stop_(std::move(stop)) {
    load_.connections = plan.connections;
    load_.duration = plan.block;
  }

  BlockResult by_wrk() { return of_block(by_wrk_); }
  BlockResult by_orbbench() { return of_block(by_orbbench_); }

 private:
  /// Each is asked for in turn: whoever comes first has both run.
  BlockResult of_block(std::optional<BlockResult>& mine) {
    if (!mine) {
      run_block();
    }
    return *std::exchange(mine, std::nullopt);
  }

  void run_block() {
    WrkRun wrk(load_, folder_);
    run_in_turns(wrk.program(), own_.program(), kTurn, stop_);
    if (stop_.stop_requested()) {
      throw std::runtime_error("interrupted before it was done");
    }
    by_wrk_ = block_result(wrk.take_result());
    by_orbbench_ = own_.take_result();
  }

  Load load_;
  OwnLoad own_;
  std::stop_token stop_;
  PrivateFolder folder_;
  std::optional<BlockResult> by_wrk_;
  std::optional<BlockResult> by_orbbench_;
};

}  // namespace

struct HttpContenders::Parts {
  HttpPair straight;
  HttpPair reads;
  HttpPair calls;
};

HttpContenders::HttpContenders(const MeasuredStack& stack, int connections,
                               std::chrono::seconds block, const std::stop_token& stop) {
  require_wrk();
  const std::string& gateway = stack.endpoints().gateway->url;
  const std::string& widget_core = stack.endpoints().widget_cores.front().url;
  const auto plan = [&](const std::string& straight_at, const char* operation) {
    return OwnLoadPlan{.target = {gateway, straight_at},
                       .operation = operation,
                       .connections = connections,
                       .block = block};
  };
  parts_.reset(new Parts{.straight{stack.direct_hit(), plan(widget_core, "get"), stop},
                         .reads{stack.gateway_hit(), plan("", "get"), stop},
                         .calls{stack.gateway_invoke(), plan("", "invoke"), stop}});
}

HttpContenders::~HttpContenders() = default;

std::vector<Contender> HttpContenders::all() {
  const auto wrk = [](HttpPair& pair) { return [&pair] { return pair.by_wrk(); }; };
  const auto orbbench = [](HttpPair& pair) { return [&pair] { return pair.by_orbbench(); }; };
  Parts& parts = *parts_;
  constexpr const char* kWrkStraight = "wrk, read, widget core";
  constexpr const char* kWrkReads = "wrk, read, gateway";
  constexpr const char* kWrkCalls = "wrk, call, gateway";
  return {
      {.name = kWrkStraight, .run_block = wrk(parts.straight)},
      {.name = "orbbench, read, widget core",
       .like = kWrkStraight,
       // wrk waits, asks how much there is, reads and parses: 3 to 4 us, which is more than 3 %
       // of so short a request. It counts in whole microseconds besides.
       .comparison = Comparison::Shown,
       .run_block = orbbench(parts.straight)},
      {.name = kWrkReads, .run_block = wrk(parts.reads)},
      {.name = "orbbench, read, gateway", .like = kWrkReads, .run_block = orbbench(parts.reads)},
      {.name = kWrkCalls, .run_block = wrk(parts.calls)},
      {.name = "orbbench, call, gateway", .like = kWrkCalls, .run_block = orbbench(parts.calls)}};
}

}  // namespace orbbench::bench
