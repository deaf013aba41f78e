#include "console/sample_feed.hpp"

namespace orbbench::console {

SampleFeed::SampleFeed() {
  samples_.reserve(kMostSamples);
  summaries_.reserve(kMostSummaries);
}

const std::uint32_t* SampleFeed::series_of(std::string_view name) {
  const auto known = series_.find(name);
  if (known != series_.end()) {
    return &known->second;
  }
  if (names_.size() == kMostSeries) {
    return nullptr;
  }
  names_.emplace_back(name);
  const auto number = static_cast<std::uint32_t>(names_.size() - 1);
  return &series_.emplace(names_.back(), number).first->second;
}

void SampleFeed::add(std::string_view series, std::chrono::steady_clock::time_point when,
                     std::chrono::nanoseconds latency) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t* number = series_of(series);
  if (number == nullptr || samples_.size() == kMostSamples) {
    ++dropped_;
    return;
  }
  samples_.push_back({*number, when, latency});
}

void SampleFeed::add_summary(std::string_view series, std::chrono::steady_clock::time_point when,
                             std::uint64_t count, std::chrono::nanoseconds p50,
                             std::chrono::nanoseconds p90, std::chrono::nanoseconds p99,
                             std::chrono::nanoseconds p999, std::chrono::nanoseconds max) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t* number = series_of(series);
  if (number == nullptr || summaries_.size() == kMostSummaries) {
    ++dropped_;
    return;
  }
  summaries_.push_back({*number, when, count, p50, p90, p99, p999, max});
}

void SampleFeed::take(Batch& batch) {
  batch.samples.clear();
  batch.summaries.clear();
  // Outside the lock: whoever adds must not wait for an allocation of this size.
  batch.samples.reserve(kMostSamples);
  batch.summaries.reserve(kMostSummaries);
  const std::lock_guard lock(mutex_);
  batch.samples.swap(samples_);
  batch.summaries.swap(summaries_);
  if (batch.names.size() != names_.size()) {
    batch.names = names_;
  }
}

}  // namespace orbbench::console
