#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::service {

/// Cuts connections that are used beyond their deadline: a server that is frozen, or gone without a
/// word, never answers, and libpq would wait for it for ever. Thread-safe.
class OverrunWatch {
 public:
  OverrunWatch();
  ~OverrunWatch();
  OverrunWatch(const OverrunWatch&) = delete;
  OverrunWatch& operator=(const OverrunWatch&) = delete;

  /// Watches a socket for as long as it lives.
  class Guard {
   public:
    Guard(OverrunWatch& watch, int socket, orb_client::Deadline limit);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    OverrunWatch& watch_;
    const std::uint64_t id_;
  };

 private:
  struct Watched {
    int socket;
    orb_client::Deadline limit;
  };

  std::uint64_t add(int socket, orb_client::Deadline limit);
  void remove(std::uint64_t id);
  void watch();
  orb_client::Deadline::Clock::time_point cut_overruns();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Watched> watched_;
  std::uint64_t last_id_ = 0;
  orb_client::Deadline::Clock::time_point next_ = orb_client::Deadline::Clock::time_point::max();
  bool stopping_ = false;
  std::jthread thread_;
};

}  // namespace orbbench::service
