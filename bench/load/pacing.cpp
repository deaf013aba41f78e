#include "load/pacing.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

#include <algorithm>
#include <thread>

namespace orbbench::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

// A timed wait ended 14 us late on a virtual machine whose processor was awake, and up to 150 us on
// one that had gone to sleep.
constexpr nanoseconds kFirstSpin = microseconds(50);
constexpr nanoseconds kLeastSpin = microseconds(5);
constexpr nanoseconds kMostSpin = microseconds(200);
// Up by the one when a sleep was longer than that, else down by the other: rests where one sleep in
// a hundred is longer.
constexpr nanoseconds kUp{990};
constexpr nanoseconds kDown{10};
constexpr double kSpunShare = 0.5;
// Before so much time has passed a share of it says nothing.
constexpr nanoseconds kAllowance = microseconds(500);

}  // namespace

void ask_for_punctuality() {
  prctl(PR_SET_TIMERSLACK, 1UL);
  const sched_param priority{.sched_priority = 1};
  pthread_setschedparam(pthread_self(), SCHED_RR, &priority);
}

LanePace::LanePace(std::size_t lanes)
    : share_(kSpunShare / static_cast<double>(lanes)), begin_(Clock::now()), spin_(kFirstSpin) {
  ask_for_punctuality();
}

void LanePace::wait_until(Clock::time_point instant) {
  Clock::time_point now = Clock::now();
  const nanoseconds early = may_spin(now) ? spin_ : nanoseconds(0);
  if (instant - now > early) {
    std::this_thread::sleep_until(instant - early);
    const Clock::time_point woken = Clock::now();
    learn(woken - (instant - early));
    now = woken;
  }
  const Clock::time_point awake = now;
  while (now < instant) {
    now = Clock::now();
  }
  spun_ += now - awake;
}

void LanePace::learn(nanoseconds overslept) {
  spin_ = std::clamp(spin_ + (overslept > spin_ ? kUp : -kDown), kLeastSpin, kMostSpin);
}

bool LanePace::may_spin(Clock::time_point now) const {
  const nanoseconds passed = now - begin_;
  return spun_ < kAllowance + std::chrono::duration_cast<nanoseconds>(passed * share_);
}

}  // namespace orbbench::bench
