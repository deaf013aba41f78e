#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core_call.hpp"
#include "part.hpp"
#include "ports.hpp"

namespace orbbench::launcher {
namespace {

using nlohmann::json;

constexpr const char* kHost = "127.0.0.1";
constexpr std::string_view kReadyWord = "READY ";
constexpr std::chrono::milliseconds kCallTime{1000};

void check(const StackOptions& options) {
  const auto& binary = options.core_binary;
  std::error_code unreadable;  // its folder may be closed to this user
  if (!std::filesystem::is_regular_file(binary, unreadable) || access(binary.c_str(), X_OK) != 0) {
    throw StackError(kExitUsage, "there is no core to run at " + binary.string() +
                                     ": build it, or point at one with --core-binary");
  }
  require_free({{"the core", "--core-port", options.ports.core},
                {"the core's metrics", "--metrics-port", options.ports.core_metrics}});
}

/// The READY line of a core that has announced itself in its log, once it is complete.
std::optional<json> read_announcement(const std::filesystem::path& log) {
  std::ifstream file(log, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kReadyWord) && !file.eof()) {
      return json::parse(line.substr(kReadyWord.size()));
    }
  }
  return std::nullopt;
}

std::vector<std::string> server_arguments(const StackOptions& options) {
  std::vector<std::string> arguments{"--listen",       kHost,
                                     "--port",         std::to_string(options.ports.core),
                                     "--metrics-port", std::to_string(options.ports.core_metrics)};
  if (options.fault_injection == FaultInjection::Enabled) {
    arguments.push_back("--enable-faults");
  }
  return arguments;
}

CoreEndpoint endpoint_of(const json& announcement, pid_t pid) {
  const std::uint16_t port = announcement.at("iiop_port");
  const std::uint16_t metrics_port = announcement.at("metrics_port");
  return {.host = kHost,
          .port = port,
          .reference = announcement.at("reference"),
          .corbaloc =
              "corbaloc:iiop:1.2@" + std::string(kHost) + ":" + std::to_string(port) + "/OrbCore",
          .metrics_url =
              "http://" + std::string(kHost) + ":" + std::to_string(metrics_port) + "/metrics",
          .pid = pid};
}

Publication start(PartContext& context) try {
  const auto process =
      context.spawn(context.options().core_binary, server_arguments(context.options()));
  std::optional<json> announcement;
  context.await_ready(*process, [&] {
    announcement = read_announcement(context.log());
    return announcement.has_value();
  });
  const CoreEndpoint endpoint = endpoint_of(*announcement, process->pid());
  context.await_ready(*process, [&] { return core_answers(endpoint.reference, kCallTime); });
  return [endpoint](Endpoints& endpoints) { endpoints.core = endpoint; };
} catch (const json::exception& error) {
  throw PartFailure(std::string("its READY line cannot be read: ") + error.what());
} catch (const std::invalid_argument& error) {
  throw PartFailure(std::string("its reference cannot be used: ") + error.what());
}

}  // namespace

Part core_part() {
  return {"core", {}, SIGTERM, check, start};
}

}  // namespace orbbench::launcher
