#include "orb_contenders.hpp"

#include <omniORB4/CORBA.h>

#include <cmath>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

#include "load/orb_load.hpp"
#include "load/pacing.hpp"
#include "load/tcp_floor.hpp"
#include "orb_core.hh"

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;
using Clock = std::chrono::steady_clock;

constexpr double kShareOfCapacity = 0.5;

LoadScenario pings(nanoseconds block) {
  LoadScenario scenario = default_scenario();
  scenario.lanes = 1;
  scenario.warm_up = std::chrono::duration_cast<std::chrono::milliseconds>(block);
  return scenario;
}

// With a deadline like that of each call of orbbench: omniORB waits in poll() before each send and
// each receive then.
OrbCore::Probe_ptr bare_probe(const std::string& reference, std::chrono::milliseconds deadline) {
  int argc = 0;
  const CORBA::ORB_var orb = CORBA::ORB_init(argc, nullptr, "omniORB4");  // the runtime's own
  const CORBA::Object_var object = orb->string_to_object(reference.c_str());
  const OrbCore::Core_var core = OrbCore::Core::_narrow(object);
  OrbCore::Probe_var probe = core->probe_object();
  omniORB::setClientCallTimeout(probe, static_cast<CORBA::ULong>(deadline.count()));
  return probe._retn();
}

void ping(OrbCore::Probe_ptr probe) {
  try {
    probe->ping();
  } catch (const CORBA::Exception& error) {  // is no std::exception
    throw std::runtime_error(std::string("bare stub: ") + error._name());
  }
}

/// What somebody would write who wants to know how long a call takes: one after the other, or one
/// after each wait.
template <class Call, class Wait>
Series bare_loop(nanoseconds duration, Call&& call, Wait&& wait) {
  Series series;
  const Clock::time_point begin = Clock::now();
  Clock::time_point end = begin;
  while (end < begin + duration) {
    wait();
    const Clock::time_point sent = Clock::now();
    call();
    end = Clock::now();
    series.from_intended.record(end - sent);
    series.from_sent.record(end - sent);
  }
  series.elapsed = end - begin;
  return series;
}

template <class Call>
Series bare_loop(nanoseconds duration, Call&& call) {
  return bare_loop(duration, call, [] {});
}

}  // namespace

struct OrbContenders::Parts {
  Parts(const std::string& core, nanoseconds block_length, std::stop_token stop_token)
      : block(block_length),
        stop(std::move(stop_token)),
        scenario(pings(block)),
        load(runtime, orb_client::Endpoint::parse(core), scenario),
        probe(bare_probe(core, scenario.deadline)),
        floor(kPingRequestOctets, kPingReplyOctets) {
    load.warm_up(stop);
  }

  BlockResult run_closed() {
    const Series series = run_closed_loop(block, load.lanes(), stop);
    capacity = series.achieved_rate();
    return block_result(series);
  }

  BlockResult run_bare_asleep() {
    Clock::time_point due = Clock::now();
    return block_result(bare_loop(
        block, [this] { ping(probe); },
        [&] { std::this_thread::sleep_until(due += gap_at_pace()); }));
  }

  BlockResult run_bare_paced() {
    // On a thread of its own, whose scheduling a pace changes.
    return std::async(std::launch::async,
                      [this] {
                        LanePace pace(1);
                        Clock::time_point due = Clock::now();
                        return block_result(bare_loop(
                            block, [this] { ping(probe); },
                            [&] { pace.wait_until(due += gap_at_pace()); }));
                      })
        .get();
  }

  BlockResult run_open() {
    const Arrivals arrivals{ConstantArrivals{kShareOfCapacity * capacity}, block};
    return block_result(run_open_loop(arrivals, load.lanes(), stop));
  }

  nanoseconds gap_at_pace() const {
    return nanoseconds(std::llround(1e9 / (kShareOfCapacity * capacity)));
  }

  nanoseconds block;
  std::stop_token stop;
  LoadScenario scenario;
  orb_client::OrbRuntime runtime;
  OrbLoad load;
  OrbCore::Probe_var probe;
  TcpFloor floor;
  double capacity = 0;  ///< of one lane, as the last closed loop saw it
};

OrbContenders::OrbContenders(const std::string& core, nanoseconds block, std::stop_token stop)
    : parts_(std::make_unique<Parts>(core, block, std::move(stop))) {
  parts_->run_closed();  // so that a capacity is known
}

OrbContenders::~OrbContenders() = default;

std::vector<Contender> OrbContenders::all() {
  Parts& parts = *parts_;
  constexpr const char* kBare = "bare stub";
  // A call after an idle moment finds colder caches than one right after another; and what the core
  // has left to do after a reply it does while a caller sleeps, but not while one spins.
  constexpr const char* kBareAsleep = "bare stub at 50 %, asleep";
  constexpr const char* kBarePaced = "bare stub at 50 %, as paced";
  return {
      {.name = "raw TCP floor",
       .run_block =
           [&parts] {
             return block_result(bare_loop(parts.block, [&] { parts.floor.round_trip(); }));
           }},
      {.name = kBare,
       .run_block =
           [&parts] { return block_result(bare_loop(parts.block, [&] { ping(parts.probe); })); }},
      {.name = "orbbench, closed loop",
       .like = kBare,
       .run_block = [&parts] { return parts.run_closed(); }},
      {.name = kBareAsleep, .run_block = [&parts] { return parts.run_bare_asleep(); }},
      {.name = kBarePaced,
       .like = kBareAsleep,
       .comparison = Comparison::Shown,
       .run_block = [&parts] { return parts.run_bare_paced(); }},
      {.name = "orbbench, open loop at 50 %", .like = kBarePaced, .run_block = [&parts] {
         return parts.run_open();
       }}};
}

}  // namespace orbbench::bench
