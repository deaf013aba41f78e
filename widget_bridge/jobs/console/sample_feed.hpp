#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::console {

/// One call, as it was measured.
struct FedSample {
  std::uint32_t series = 0;  ///< the place of its name in Batch::names
  std::chrono::steady_clock::time_point when;
  std::chrono::nanoseconds latency{0};
};

/// What a run says of one interval of its own.
struct FedSummary {
  std::uint32_t series = 0;
  std::chrono::steady_clock::time_point when;  ///< its end
  std::uint64_t count = 0;
  std::chrono::nanoseconds p50{0};
  std::chrono::nanoseconds p90{0};
  std::chrono::nanoseconds p99{0};
  std::chrono::nanoseconds p999{0};
  std::chrono::nanoseconds max{0};
};

/// Where everything that measures latency hands it to the one who records it. Bounded: what finds
/// no room is dropped and counted. add() is for any thread, takes a lock for the time of one
/// assignment, and allocates for the first sample of a series only.
class SampleFeed {
 public:
  static constexpr std::size_t kMostSamples = std::size_t{1} << 17U;  ///< that wait to be taken
  static constexpr std::size_t kMostSummaries = 4096;                 ///< likewise
  static constexpr std::size_t kMostSeries = 32;

  SampleFeed();

  void add(std::string_view series, std::chrono::steady_clock::time_point when,
           std::chrono::nanoseconds latency);
  void add_summary(std::string_view series, std::chrono::steady_clock::time_point when,
                   std::uint64_t count, std::chrono::nanoseconds p50, std::chrono::nanoseconds p90,
                   std::chrono::nanoseconds p99, std::chrono::nanoseconds p999,
                   std::chrono::nanoseconds max);

  struct Batch {
    std::vector<FedSample> samples;
    std::vector<FedSummary> summaries;
    std::vector<std::string> names;  ///< of all series so far, in the order of their first samples
  };

  /// Replaces what the batch holds with what was added since the last time; its storage is used
  /// again. By one thread at a time: the recording's.
  void take(Batch& batch);

  std::uint64_t dropped() const { return dropped_; }

 private:
  // With the lock held. Nothing when there are as many series as may be.
  const std::uint32_t* series_of(std::string_view name);

  std::mutex mutex_;
  std::vector<FedSample> samples_;
  std::vector<FedSummary> summaries_;
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> series_;
  std::atomic<std::uint64_t> dropped_ = 0;
};

}  // namespace orbbench::console
