#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>

namespace orbbench::bench {

/// What this machine does beside a measurement, from its making on: the processor time that neither
/// this process nor the core took. Work of others makes calls slow that a core has no part in.
class OtherWork {
 public:
  /// `core` is its process where it runs on this machine.
  explicit OtherWork(std::optional<pid_t> core);

  /// How many processors it kept busy, on average until now; nothing where the system does not say.
  std::optional<double> processors() const;

 private:
  struct Reading {
    double busy_seconds = 0;  ///< of all processors
    double ours_seconds = 0;
    std::chrono::steady_clock::time_point when;
  };
  std::optional<Reading> read() const;

  std::optional<pid_t> core_;
  std::optional<Reading> first_;
};

}  // namespace orbbench::bench
