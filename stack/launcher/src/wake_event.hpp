#pragma once

#include <sys/eventfd.h>

#include <cstdint>

#include "orbbench/process/file_descriptor.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {

/// Wakes a poll() from another thread.
class WakeEvent {
 public:
  WakeEvent() : event_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

  int number() const { return event_.number(); }

  void notify() const noexcept {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the poll is awake already.
    [[maybe_unused]] const auto written = write(event_.number(), &one, sizeof one);
  }

  void clear() const noexcept {
    std::uint64_t count = 0;
    // Fails only when nothing was notified.
    [[maybe_unused]] const auto taken = read(event_.number(), &count, sizeof count);
  }

 private:
  process::FileDescriptor event_;
};

}  // namespace orbbench::launcher
