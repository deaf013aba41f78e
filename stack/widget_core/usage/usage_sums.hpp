#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::widget_core {

/// What was used of one operation: by a tenant on a day, or by a tenant in all.
struct UsageSums {
  std::uint64_t calls = 0;
  std::uint64_t errors = 0;  ///< answered by 400 or more
  std::uint64_t octets_in = 0;
  std::uint64_t octets_out = 0;
  metrics::LatencyHistogram response_times;

  void add(const UsageSums& other) {
    calls += other.calls;
    errors += other.errors;
    octets_in += other.octets_in;
    octets_out += other.octets_out;
    response_times.merge(other.response_times);
  }
};

/// The days of both ends included; UTC.
struct UsageRange {
  std::chrono::sys_days from;
  std::chrono::sys_days to;
};

/// 2026-11-21
std::string to_text(std::chrono::sys_days day);

}  // namespace orbbench::widget_core
