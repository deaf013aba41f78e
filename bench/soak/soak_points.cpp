#include "soak/soak_points.hpp"

#include "soak/judgement_text.hpp"

namespace orbbench::bench {

void add_points(const SoakRecord& record, store::StoredRun& run) {
  double at = 0;
  for (const IntervalSummary& interval : record.intervals()) {
    at += seconds_of(interval.length);
    const auto add = [&](const char* series, double value) {
      run.points.push_back({series, at, value});
    };
    add("latency_us_p50", microseconds_of(interval.p50));
    add("latency_us_p99", microseconds_of(interval.p99));
    if (interval.floor_p99.count() > 0) {
      add("floor_us_p99", microseconds_of(interval.floor_p99));
    }
    add("errors", static_cast<double>(interval.errors));
    if (interval.core) {
      add("resident_octets", interval.core->resident_octets);
      if (interval.core->heap_octets) {
        add("heap_octets", *interval.core->heap_octets);
      }
      add("live_objects", live_objects_of(*interval.core));
      add("descriptors", interval.core->descriptors);
      add("threads", interval.core->threads);
    }
  }
}

}  // namespace orbbench::bench
