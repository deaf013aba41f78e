#pragma once

#include <omniORB4/CORBA.h>

#include <chrono>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::orb_client {

/// What is left of a deadline as omniORB takes it: the millisecond above.
struct WholeMilliseconds {
  unsigned long seconds;
  unsigned long nanoseconds;
};

inline WholeMilliseconds round_up(Deadline::Clock::duration left) {
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return {static_cast<unsigned long>(whole / 1000),
          static_cast<unsigned long>(whole % 1000) * 1'000'000UL};
}

/// Bounds the calls that the ORB itself makes on this thread.
class ThreadDeadline {
 public:
  explicit ThreadDeadline(Deadline deadline) {
    const WholeMilliseconds left = round_up(deadline.remaining());
    omni_time_t instant;
    omni_thread::get_time(instant, omni_time_t(left.seconds, left.nanoseconds));
    omniORB::setClientThreadCallDeadline(instant);
  }
  ~ThreadDeadline() { omniORB::setClientThreadCallTimeout(0); }
  ThreadDeadline(const ThreadDeadline&) = delete;
  ThreadDeadline& operator=(const ThreadDeadline&) = delete;

 private:
  // omniORB keeps the deadline in its own thread object, which other threads do not have.
  omni_thread::ensure_self self_;
};

}  // namespace orbbench::orb_client
