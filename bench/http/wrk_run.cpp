#include "wrk_run.hpp"

#include <nlohmann/json.hpp>

#include "wrk_process.hpp"
#include "wrk_script_lua.hpp"

namespace orbbench::bench {
namespace {

constexpr const char* kResult = "\nRESULT ";

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
         ",connections=" + std::to_string(load.connections) +
         ",counts_cache_states=" + (load.cache_states == CacheStates::Counted ? "true" : "false") +
         "}\n";
}

// What it complains of comes first, and may be more than a line.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

LoadResult read_result(const Load& load, const std::string& output) {
  const std::size_t at = output.find(kResult);
  if (at == std::string::npos) {
    throw std::runtime_error(load.name + ": wrk gave no result: " + first_line(output));
  }
  const std::size_t begin = at + std::string(kResult).size();
  const auto seen = nlohmann::json::parse(output.substr(begin, output.find('\n', begin) - begin));
  LoadResult result;
  result.name = load.name;
  result.connections = load.connections;
  result.requests = seen.at("requests");
  result.requests_per_second =
      static_cast<double>(result.requests) / (seen.at("duration_us").get<double>() / 1e6);
  result.latency_us_p50 = seen.at("p50_us");
  result.latency_us_p99 = seen.at("p99_us");
  result.errors = seen.at("errors");
  result.hits = seen.at("hits");
  result.misses = seen.at("misses");
  return result;
}

}  // namespace

void require_wrk() {
  const PrivateFolder folder;
  run_wrk_process({"--version"}, folder, {});
}

LoadResult run_wrk(const Load& load, const PrivateFolder& folder, const std::stop_token& stop) {
  const auto script = folder.write("script.lua", lua_table_of(load) + std::string(kWrkScript));
  const WrkEnd end =
      run_wrk_process({"--threads", "1", "--connections", std::to_string(load.connections),
                       "--duration", std::to_string(load.duration.count()) + "s", "--latency",
                       "--script", script.string(), load.url},
                      folder, stop);
  if (stop.stop_requested()) {
    throw std::runtime_error("interrupted before it was done");
  }
  if (end.status != 0) {
    throw std::runtime_error(load.name + ": wrk ended with " + std::to_string(end.status) + ": " +
                             first_line(end.output));
  }
  return read_result(load, end.output);
}

}  // namespace orbbench::bench
