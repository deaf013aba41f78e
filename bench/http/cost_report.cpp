#include "cost_report.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

namespace orbbench::bench {
namespace {

template <typename... Values>
std::string formatted(const char* form, Values... values) {
  char text[200];
  std::snprintf(text, sizeof text, form, values...);
  return text;
}

double share_of_misses(const LoadResult& load) {
  const auto counted = static_cast<double>(load.hits + load.misses);
  return counted > 0 ? static_cast<double>(load.misses) / counted : 0;
}

nlohmann::json json_of(const LoadResult& load) {
  nlohmann::json json{{"name", load.name},
                      {"connections", load.connections},
                      {"requests", load.requests},
                      {"requests_per_second", load.requests_per_second},
                      {"latency_us_p50", load.latency_us_p50},
                      {"latency_us_p99", load.latency_us_p99},
                      {"errors", load.errors}};
  if (load.hits + load.misses > 0) {
    json["share_of_misses"] = share_of_misses(load);
  }
  return json;
}

}  // namespace

std::uint64_t CostReport::errors() const {
  return std::accumulate(
      loads.begin(), loads.end(), std::uint64_t{0},
      [](std::uint64_t sum, const LoadResult& load) { return sum + load.errors; });
}

double sum_of_p50(const std::vector<LoadResult>& loads, const std::string& name, int connections) {
  return std::accumulate(loads.begin(), loads.end(), 0.0, [&](double sum, const LoadResult& load) {
    const bool is_meant = load.name == name && load.connections == connections;
    return sum + (is_meant ? load.latency_us_p50 : 0);
  });
}

std::string table_head() {
  return formatted("%-32s %11s %10s %10s %10s\n", "", "connections", "p50 us", "p99 us",
                   "requests/s");
}

std::string text_line(const LoadResult& load) {
  std::string line =
      formatted("%-32s %11d %10.0f %10.0f %10.0f", load.name.c_str(), load.connections,
                load.latency_us_p50, load.latency_us_p99, load.requests_per_second);
  if (load.hits + load.misses > 0) {
    line += formatted("   %.1f %% were misses", 100 * share_of_misses(load));
  }
  if (load.errors > 0) {
    line += formatted("   %llu ERRORS", static_cast<unsigned long long>(load.errors));
  }
  return line + "\n";
}

std::string text_conclusion(const CostReport& report) {
  std::string text;
  for (const GatewayRatio& ratio : report.ratios) {
    text += formatted("GET hit, gateway over widget core, %d connections: p50 %.2f times\n",
                      ratio.connections, ratio.ratio_p50);
  }
  text += formatted("GET hit with 100000 revoked tokens over none: p50 %.3f times\n",
                    report.revocation_ratio_p50);
  text += formatted("%ld processors, load average %.2f before\n", report.processors,
                    report.load_average_before);
  if (report.errors() > 0) {
    text += formatted("%llu requests failed: these figures are not to be trusted\n",
                      static_cast<unsigned long long>(report.errors()));
  }
  return text;
}

std::string to_json(const CostReport& report) {
  auto loads = nlohmann::json::array();
  for (const LoadResult& load : report.loads) {
    loads.push_back(json_of(load));
  }
  auto ratios = nlohmann::json::array();
  for (const GatewayRatio& ratio : report.ratios) {
    ratios.push_back({{"connections", ratio.connections}, {"ratio_p50", ratio.ratio_p50}});
  }
  const nlohmann::json json{
      {"loads", loads},
      {"gateway_over_widget_core", ratios},
      {"revoked_100000_over_none", {{"ratio_p50", report.revocation_ratio_p50}}},
      {"machine",
       {{"processors", report.processors}, {"load_average_before", report.load_average_before}}},
      {"errors", report.errors()}};
  return json.dump(2) + "\n";
}

}  // namespace orbbench::bench
