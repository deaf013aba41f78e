#include "soak_page.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace orbbench::tests {
namespace {

using metrics::FamilyType;
using metrics::Labels;
using metrics::ServedFamily;

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

ServedFamily family(const std::string& name, FamilyType type,
                    const std::vector<std::pair<Labels, double>>& values) {
  ServedFamily made{{name, type, "of the soak"}, {}};
  for (const auto& [labels, value] : values) {
    made.samples.push_back({name, labels, value, std::nullopt});
  }
  return made;
}

}  // namespace

std::vector<ServedFamily> soak_page() {
  static const auto start = std::chrono::steady_clock::now();
  const double elapsed = seconds(std::chrono::steady_clock::now() - start);
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  return {family("orbbench_soak_calls_total", FamilyType::Counter,
                 {{{{"outcome", "success"}}, 100 * elapsed}, {{{"outcome", "timeout"}}, 0}}),
          family("orbbench_soak_latency_seconds", FamilyType::Gauge,
                 {{{{"quantile", "0.5"}}, 0.0002}, {{{"quantile", "0.99"}}, 0.001}}),
          family("orbbench_soak_leak_octets_per_1000_calls", FamilyType::Gauge, {{{}, 12}}),
          family("orbbench_soak_live_objects_per_1000_calls", FamilyType::Gauge, {{{}, 0}}),
          family("orbbench_soak_last_finished_timestamp_seconds", FamilyType::Gauge,
                 {{{}, now - 3600}}),
          family("orbbench_soak_verdict", FamilyType::Gauge,
                 {{{{"verdict", "pass"}}, 1},
                  {{{"verdict", "fail"}}, 0},
                  {{{"verdict", "inconclusive"}}, 0},
                  {{{"verdict", "invalid"}}, 0}}),
          family("orbbench_soak_elapsed_seconds", FamilyType::Gauge, {{{}, elapsed}}),
          family("orbbench_soak_planned_seconds", FamilyType::Gauge, {{{}, 600}})};
}

}  // namespace orbbench::tests
