#include "overrun_watch.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace orbbench::service {
namespace {

using Clock = orb_client::Deadline::Clock;

// "For ever" in a form that condition_variable can still convert between clocks.
constexpr std::chrono::hours kLong{1};

}  // namespace

OverrunWatch::Guard::Guard(OverrunWatch& watch, int socket, orb_client::Deadline limit)
    : watch_(watch), id_(watch.add(socket, limit)) {}

OverrunWatch::Guard::~Guard() {
  watch_.remove(id_);
}

OverrunWatch::OverrunWatch() : thread_([this] { watch(); }) {}

OverrunWatch::~OverrunWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
}

std::uint64_t OverrunWatch::add(int socket, orb_client::Deadline limit) {
  const std::lock_guard lock(mutex_);
  watched_.emplace(++last_id_, Watched{socket, limit});
  // As deadlines mostly grow, the thread is seldom woken.
  if (limit.instant() < next_) {
    next_ = limit.instant();
    changed_.notify_one();
  }
  return last_id_;
}

void OverrunWatch::remove(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  watched_.erase(id);
}

void OverrunWatch::watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    next_ = cut_overruns();
    changed_.wait_until(lock, std::min(next_, Clock::now() + kLong));
  }
}

Clock::time_point OverrunWatch::cut_overruns() {
  auto next = Clock::time_point::max();
  for (auto entry = watched_.begin(); entry != watched_.end();) {
    const Watched& watched = entry->second;
    if (watched.limit.expired()) {
      shutdown(watched.socket, SHUT_RDWR);
      entry = watched_.erase(entry);
    } else {
      next = std::min(next, watched.limit.instant());
      ++entry;
    }
  }
  return next;
}

}  // namespace orbbench::service
