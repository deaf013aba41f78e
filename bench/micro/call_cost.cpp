// What a leased call costs over the bare stub, and both over a raw TCP round trip: all in one run,
// in blocks that take turns, so that drift of the machine hits all of them.
//
// The bare stub is there twice. With a deadline, omniORB waits in poll() before each send and each
// receive, two system calls that a stub which may wait for ever does not make. What the lease
// itself adds is what it adds to a stub with a deadline; the other figure is shown beside it.

#include <omniORB4/CORBA.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>

#include "load/one_processor.hpp"
#include "load/tcp_floor.hpp"
#include "orb_core.hh"
#include "orbbench/launcher/stack.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/metrics/latency_histogram.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace {

using namespace orbbench;
using Clock = std::chrono::steady_clock;

constexpr int kBlocks = 500;
constexpr int kCallsPerBlock = 50;
constexpr unsigned long kDeadlineMs = 5000;
constexpr double kAllowedShare = 0.03;
constexpr int kOverLimit = 1;
constexpr int kInvalid = 3;

struct Contender {
  const char* name;
  std::function<void()> call;
  metrics::LatencyHistogram latency;
};

void run_block(Contender& contender) {
  for (int i = 0; i < kCallsPerBlock; ++i) {
    const auto start = Clock::now();
    contender.call();
    contender.latency.record(Clock::now() - start);
  }
}

// Forwards, then backwards: ABBA.
void take_turns(std::array<Contender, 4>& contenders) {
  for (int block = 0; block < kBlocks; ++block) {
    for (auto& contender : contenders) {
      run_block(contender);
    }
    for (auto contender = contenders.rbegin(); contender != contenders.rend(); ++contender) {
      run_block(*contender);
    }
  }
}

double p50_us(const Contender& contender) {
  return static_cast<double>(contender.latency.quantile(0.5).count()) / 1e3;
}

void print(const Contender& contender) {
  const auto microseconds = [&](double share) {
    return static_cast<double>(contender.latency.quantile(share).count()) / 1e3;
  };
  std::printf("%-22s %9llu calls   p50 %8.2f us   p95 %8.2f us   p99 %8.2f us\n", contender.name,
              static_cast<unsigned long long>(contender.latency.count()), microseconds(0.5),
              microseconds(0.95), microseconds(0.99));
}

OrbCore::Probe_ptr bare_probe(const std::string& reference) {
  int argc = 0;
  const CORBA::ORB_var orb = CORBA::ORB_init(argc, nullptr, "omniORB4");  // the runtime's own
  const CORBA::Object_var object = orb->string_to_object(reference.c_str());
  const OrbCore::Core_var core = OrbCore::Core::_narrow(object);
  return core->probe_object();
}

int measure() {
  bench::share_one_processor();
  const launcher::StopSignals signals;
  launcher::StackOptions options;
  options.parts = {"core"};
  options.keeper_binary = ORBBENCH_BINARY;
  options.core_binary = ORBBENCH_CORE_BINARY;
  const auto stack = launcher::Stack::start(options, {}, signals.token());
  const std::string& reference = stack.endpoints().core->reference;

  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(reference), {.lanes = 1});
  const OrbCore::Probe_var endless = bare_probe(reference);
  const OrbCore::Probe_var probe = bare_probe(reference);
  omniORB::setClientCallTimeout(probe, kDeadlineMs);
  bench::TcpFloor floor(bench::kPingRequestOctets, bench::kPingReplyOctets);

  std::array<Contender, 4> contenders{
      Contender{"raw TCP floor", [&] { floor.round_trip(); }, {}},
      Contender{"bare stub, no deadline", [&] { endless->ping(); }, {}},
      Contender{"bare stub", [&] { probe->ping(); }, {}},
      Contender{"leased call",
                [&] {
                  const auto deadline =
                      orb_client::Deadline::after(std::chrono::milliseconds(kDeadlineMs));
                  pool.lease(deadline)->ping(deadline);
                },
                {}}};
  for (auto& contender : contenders) {
    run_block(contender);
    contender.latency = {};  // that was warm-up
  }
  take_turns(contenders);
  for (const auto& contender : contenders) {
    print(contender);
  }
  const double added = p50_us(contenders[3]) / p50_us(contenders[2]) - 1;
  const double added_to_endless = p50_us(contenders[3]) / p50_us(contenders[1]) - 1;
  std::printf("the lease adds %.2f %% to p50 (at most %.0f %%); lease and deadline add %.2f %%\n",
              100 * added, 100 * kAllowedShare, 100 * added_to_endless);
  return added < kAllowedShare ? EXIT_SUCCESS : kOverLimit;
}

}  // namespace

int main() {
  try {
    return measure();
  } catch (const CORBA::Exception& error) {
    std::cerr << "orbbench-call-cost: " << error._name() << '\n';
    return kInvalid;
  } catch (const std::exception& error) {
    std::cerr << "orbbench-call-cost: " << error.what() << '\n';
    return kInvalid;
  }
}
