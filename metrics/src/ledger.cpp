#include "orbbench/metrics/ledger.hpp"

namespace orbbench::metrics {

bool same_process(const Ledger& earlier, const Ledger& later) {
  return earlier.process_start_time == later.process_start_time;
}

const char* to_string(Priority priority) {
  switch (priority) {
    case Priority::Critical:
      return "critical";
    case Priority::High:
      return "high";
    case Priority::Medium:
      return "medium";
    case Priority::Low:
      return "low";
  }
  return "unknown";
}

}  // namespace orbbench::metrics
