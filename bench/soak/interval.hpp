#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/open_loop.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::bench {

/// How a call of a soak ended, by class of error.
enum class Outcome { Ok, Timeout, Unreachable, Remote, Protocol, Other };

inline constexpr std::array kOutcomes{Outcome::Ok,     Outcome::Timeout,  Outcome::Unreachable,
                                      Outcome::Remote, Outcome::Protocol, Outcome::Other};

const char* to_string(Outcome outcome);

/// Of a call that threw this.
Outcome outcome_of(const std::exception& error);

/// How many calls ended in each way.
class OutcomeCounts {
 public:
  std::uint64_t& operator[](Outcome outcome) { return counts_[static_cast<std::size_t>(outcome)]; }
  std::uint64_t operator[](Outcome outcome) const {
    return counts_[static_cast<std::size_t>(outcome)];
  }
  std::uint64_t calls() const;
  std::uint64_t errors() const { return calls() - (*this)[Outcome::Ok]; }
  void merge(const OutcomeCounts& other);

 private:
  std::array<std::uint64_t, kOutcomes.size()> counts_{};
};

/// A call that came to its end.
struct EndedCall {
  std::chrono::steady_clock::time_point due;
  std::chrono::steady_clock::time_point sent;
  std::chrono::steady_clock::time_point ended;
  Outcome outcome = Outcome::Ok;
};

/// The calls that were due in one interval, whenever they were sent.
struct IntervalCalls {
  SeriesInterval times;
  OutcomeCounts outcomes;
  std::string first_error;
  /// Calls that a declared fault may be blamed for are counted here and nowhere else.
  OutcomeCounts in_faults;
  SparseHistogram in_faults_from_intended;

  /// Of another lane in the same interval.
  void merge(const IntervalCalls& other);
};

/// What a core's metrics page says of its resources.
struct CoreSample {
  std::uint64_t calls = 0;  ///< that the soak had made until then, over all its parts
  double resident_octets = 0;
  std::optional<double> anonymous_octets;  ///< resident or swapped, of a core on this machine
  std::optional<double> heap_octets;       ///< in use, as the core's allocator says
  std::optional<double> connections;
  double descriptors = 0;
  double threads = 0;
  double process_start_time = 0;  ///< another value, another process
  bool has_ledger = false;
  std::map<std::string, std::int64_t> live_objects;  ///< by site; those that have none are left out
  std::vector<metrics::Imbalance> imbalances;        ///< rules of bookkeeping that are broken
};

/// All sites together.
double live_objects_of(const CoreSample& sample);

/// What became of a fault of the timetable, in one part of the soak.
struct FaultReport {
  std::size_t fault = 0;  ///< its place in the timetable
  std::uint64_t effects = 0;
  std::string problem;  ///< why it could not be made, or undone; empty where it could

  bool operator==(const FaultReport&) const = default;
};

/// One interval of a soak, whose index counts from 0: the unit that is kept, and lost.
struct SoakInterval {
  std::size_t index = 0;
  std::size_t part = 0;  ///< how often the soak had been resumed
  std::chrono::sys_time<std::chrono::microseconds> started;
  std::chrono::nanoseconds length{0};  ///< shorter than planned where the soak was ended in it
  IntervalCalls calls;
  /// Raw TCP round trips beside the calls, from when they were due; empty where none were made.
  SparseHistogram floor = {};
  std::optional<CoreSample> core;        ///< at its end; none where the page could not be had
  std::string sample_error;              ///< why not
  bool core_was_killed = false;          ///< by a declared fault
  std::vector<FaultReport> faults = {};  ///< that were begun in this part, until now
};

}  // namespace orbbench::bench
