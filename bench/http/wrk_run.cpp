#include "wrk_run.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

#include "orbbench/process/program_path.hpp"
#include "wrk_latencies.hpp"
#include "wrk_script_lua.hpp"

namespace orbbench::bench {
namespace {

constexpr std::string_view kLatency = "LATENCY ";

// JSON's escapes for control characters are not Lua's; none of our texts holds any.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump();
}

std::string lua_table_of(const Load& load) {
  std::string paths;
  for (const std::string& path : load.paths) {
    paths += quoted(path) + ",";
  }
  std::string headers;
  for (const auto& [name, value] : load.headers) {
    headers += "[" + quoted(name) + "]=" + quoted(value) + ",";
  }
  return "local load = {method=" + quoted(load.method) + ",paths={" + paths + "},headers={" +
         headers + "},body=" + (load.body.empty() ? "nil" : quoted(load.body)) +
         ",counts_cache_states=" + (load.cache_states == CacheStates::Counted ? "true" : "false") +
         "}\n";
}

std::vector<std::string> arguments_for(const Load& load, const std::filesystem::path& script) {
  return {"--threads",     "1",
          "--connections", std::to_string(load.connections),
          "--duration",    std::to_string(load.duration.count()) + "s",
          "--latency",     "--script",
          script.string(), load.url};
}

/// "LATENCY 131 7": seven times 131 us.
WrkCounts latencies_in(const std::vector<std::string>& lines) {
  WrkCounts counts;
  for (const std::string& line : lines) {
    if (line.starts_with(kLatency)) {
      std::istringstream numbers(line.substr(kLatency.size()));
      std::int64_t latency = 0;
      std::int64_t count = 0;
      numbers >> latency >> count;
      counts[latency] += count;
    }
  }
  return counts;
}

}  // namespace

void require_wrk() {
  try {
    process::find_on_path("wrk");
  } catch (const std::runtime_error&) {
    throw NoWrk();
  }
}

WrkRun::WrkRun(const Load& load, const PrivateFolder& folder)
    : load_(load),
      program_("wrk",
               arguments_for(load, folder.write("script.lua",
                                                lua_table_of(load) + std::string(kWrkScript)))) {}

LoadResult WrkRun::take_result() {
  const HeldResult told = program_.take_result();
  const std::int64_t requests = told.result.at("requests");
  const std::int64_t duration_us = told.result.at("duration_us");
  const auto latencies =
      measured_by_wrk(latencies_in(told.lines), requests, load_.connections, duration_us);
  const std::chrono::duration<double> ran = std::chrono::microseconds(duration_us) - told.held;
  return {.name = load_.name,
          .connections = load_.connections,
          .requests = static_cast<std::uint64_t>(requests),
          .requests_per_second = static_cast<double>(requests) / ran.count(),
          .latency_us_p50 = told.quantile_us(latencies, load_.connections, 0.5),
          .latency_us_p99 = told.quantile_us(latencies, load_.connections, 0.99),
          .errors = told.result.at("errors"),
          .hits = told.result.at("hits"),
          .misses = told.result.at("misses")};
}

LoadResult run_wrk(const Load& load, const PrivateFolder& folder, const std::stop_token& stop) {
  WrkRun wrk(load, folder);
  while (!wrk.program().run_for(std::chrono::milliseconds(100))) {
    if (stop.stop_requested()) {
      throw std::runtime_error("interrupted before it was done");
    }
  }
  return wrk.take_result();
}

}  // namespace orbbench::bench
