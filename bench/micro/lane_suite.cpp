#include <sched.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "floor.hpp"
#include "suites.hpp"
#include "wire_floors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConnectionPool;

constexpr int kMostLanes = 64;
constexpr int kSharers = 16;

/// As many threads as lanes, or more: then the lanes are contended for. The pool connects when the
/// first call is made.
void add_lanes_of(MicroStack& stack, const std::string& name, int lanes, int threads) {
  const std::shared_ptr<ConnectionPool> pool =
      stack.make_pool(static_cast<std::size_t>(lanes), kMostLanes);
  add_call(name + "/lanes:" + std::to_string(lanes), [pool](auto& state) {
    measure_calls(state, echo_floor("ping", 0), [&] { pool->lease(soon())->ping(soon()); });
  })->Threads(threads);
}

/// This thread may run on any processor again: on a single one nobody contends for a lease.
class AllProcessors {
 public:
  AllProcessors() {
    sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t all;
    CPU_ZERO(&all);
    for (unsigned processor = 0; processor < CPU_SETSIZE; ++processor) {
      CPU_SET(processor, &all);
    }
    sched_setaffinity(0, sizeof all, &all);
  }
  ~AllProcessors() { sched_setaffinity(0, sizeof before_, &before_); }
  AllProcessors(const AllProcessors&) = delete;
  AllProcessors& operator=(const AllProcessors&) = delete;

 private:
  cpu_set_t before_{};
};

/// What any pool must do to hand out a lane and take it back: enter, and enter again.
Floor mutex_floor(std::mutex& mutex) {
  return repeated([&mutex] {
    for (int entry = 0; entry < 2; ++entry) {
      const std::lock_guard lock(mutex);
      benchmark::ClobberMemory();
    }
  });
}

void add_lease(MicroStack& stack, int lanes, int threads) {
  const std::shared_ptr<ConnectionPool> pool =
      stack.make_pool(static_cast<std::size_t>(lanes), kMostLanes);
  const auto mutex = std::make_shared<std::mutex>();
  add_call("lease/lanes:" + std::to_string(lanes),
           [pool, mutex](auto& state) {
             const AllProcessors scope;
             measure_calls(state, mutex_floor(*mutex),
                           [&] { benchmark::DoNotOptimize(pool->lease(soon())); });
             // A batch either has the lane to itself or waits for it: the mean says what it takes.
             if (state.threads() > 1) {
               state.counters.erase(micro::kMedianCounter);
             }
           })
      ->Threads(threads)
      ->Unit(benchmark::kNanosecond);
}

}  // namespace

void add_lanes(MicroStack& stack) {
  for (int lanes = 1; lanes <= kMostLanes; lanes *= 2) {
    add_lanes_of(stack, "ping/one_thread_a_lane", lanes, lanes);
  }
  for (int lanes = 1; lanes < kSharers; lanes *= 4) {
    add_lanes_of(stack, "ping/16_threads", lanes, kSharers);
  }
}

void add_leases(MicroStack& stack) {
  add_lease(stack, 1, 1);
  for (const int lanes : {1, 4}) {
    for (const int threads : {2, kSharers}) {
      add_lease(stack, lanes, threads);
    }
  }
}

}  // namespace orbbench::bench
