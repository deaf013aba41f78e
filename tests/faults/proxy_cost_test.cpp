#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "core_process.hpp"
#include "load/one_processor.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "plain_relay.hpp"
#include "running_proxy.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using Clock = std::chrono::steady_clock;

constexpr int kBlocks = 100;
constexpr int kCallsPerBlock = 50;

/// One way to the core, and how long its pings took.
class Way {
 public:
  Way(OrbRuntime& runtime, const char* name, const std::string& address)
      : name_(name),
        pool_(runtime, Endpoint::parse(address), {.lanes = 1, .waiters = 0}),
        lane_(pool_.lease(Deadline::after(20s))) {}

  void run_block() {
    for (int call = 0; call < kCallsPerBlock; ++call) {
      const auto start = Clock::now();
      lane_->ping(Deadline::after(20s));
      times_.push_back(Clock::now() - start);
    }
  }

  double quantile_us(double share) {
    const auto place = times_.begin() +
                       static_cast<std::ptrdiff_t>(share * static_cast<double>(times_.size() - 1));
    std::nth_element(times_.begin(), place, times_.end());
    return std::chrono::duration<double, std::micro>(*place).count();
  }

  void print() {
    std::printf("%-14s p50 %7.1f us  p95 %7.1f us  p99 %7.1f us\n", name_, quantile_us(0.5),
                quantile_us(0.95), quantile_us(0.99));
  }

 private:
  const char* name_;
  ConnectionPool pool_;
  Lease lane_;
  std::vector<Clock::duration> times_;
};

// All ways in turn, block by block, so that what else the machine does hits all of them.
TEST(ProxyCostTest, CostsLittleMoreThanAPlainRelay) {
  bench::share_one_processor();
  OrbRuntime runtime;
  CoreProcess core;
  PlainRelay relay(core.ports().iiop);
  RunningProxy proxy(core.address());
  {
    Way direct(runtime, "direct", core.address());
    Way relayed(runtime, "plain relay", relay.address());
    Way proxied(runtime, "fault proxy", proxy.address());
    for (int block = 0; block < kBlocks; ++block) {
      direct.run_block();
      relayed.run_block();
      proxied.run_block();
    }
    direct.print();
    relayed.print();
    proxied.print();
    const double hop = relayed.quantile_us(0.5) - direct.quantile_us(0.5);
    const double added = proxied.quantile_us(0.5) - relayed.quantile_us(0.5);
    std::printf("a hop costs %.1f us; the proxy %.1f us more than that\n", hop, added);
    EXPECT_LT(added, hop);
  }
  core.stop();
}

}  // namespace
}  // namespace orbbench::tests
