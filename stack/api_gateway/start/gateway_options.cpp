#include "gateway_options.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>

#include "orbbench/service/settings.hpp"

namespace orbbench::gateway {
namespace {

using service::SettingProblems;

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h

/// The options as they are typed.
struct Given {
  std::string listen = "127.0.0.1";
  std::int64_t port = 8080;
  std::int64_t metrics_port = 9093;
  std::vector<std::string> widget_cores{"localhost:8081"};
  std::string security = "localhost:8082";
  std::string jwt_key_file;
  std::string folder;
  std::string haproxy = "/usr/sbin/haproxy";
  std::int64_t rate_limit = 600'000;
  std::int64_t rate_window_ms = 60'000;
  std::vector<std::string> allowed_origins;
  bool follow_names = false;
};

void declare(CLI::App& app, Given& given) {
  app.set_version_flag("--version", ORBBENCH_VERSION);
  app.add_option("--listen", given.listen, "address for HTTP and metrics")->capture_default_str();
  app.add_option("--port", given.port, "HTTP port")->capture_default_str();
  app.add_option("--metrics-port", given.metrics_port, "HTTP port of /metrics")
      ->capture_default_str();
  app.add_option("--widget-core", given.widget_cores, "host:port; again for each further one")
      ->capture_default_str();
  app.add_option("--security", given.security, "host:port of the security service")
      ->capture_default_str();
  app.add_option("--jwt-key-file", given.jwt_key_file,
                 "the key that the security service signs tokens with")
      ->required();
  app.add_option("--folder", given.folder,
                 "absolute path of a folder for its configuration, its socket `admin` and the list "
                 "`revocations`: those two are for the security service")
      ->required();
  app.add_option("--haproxy", given.haproxy, "the program")->capture_default_str();
  app.add_option("--rate-limit", given.rate_limit, "requests of one client in a window")
      ->capture_default_str();
  app.add_option("--rate-window-ms", given.rate_window_ms, "that window")->capture_default_str();
  app.add_option("--allowed-origin", given.allowed_origins,
                 "for CORS: https://example.org; again for each further one");
  app.add_flag("--follow-names", given.follow_names,
               "ask the name servers again and again where the services are: names in full");
}

/// "host:port".
Upstream read_upstream(const std::string& option, const std::string& text,
                       SettingProblems& problems) {
  const auto colon = text.rfind(':');
  Upstream upstream{text.substr(0, colon), text.substr(0, colon), 0};
  const std::string_view port = std::string_view(text).substr(std::min(colon + 1, text.size()));
  const auto read = std::from_chars(port.data(), port.data() + port.size(), upstream.port);
  if (colon == std::string::npos || upstream.host.empty() || read.ec != std::errc() ||
      read.ptr != port.data() + port.size() || upstream.port == 0) {
    problems.add(option + " is " + text + ": host:port would be right");
  }
  return upstream;
}

void read_upstreams(const Given& given, GatewaySettings& settings, SettingProblems& problems) {
  for (const std::string& text : given.widget_cores) {
    Upstream upstream = read_upstream("--widget-core", text, problems);
    upstream.name = "widget-core-" + std::to_string(settings.widget_cores.size() + 1);
    settings.widget_cores.push_back(std::move(upstream));
  }
  settings.security = read_upstream("--security", given.security, problems);
  settings.security.name = "security";
  settings.host_names = given.follow_names ? HostNames::Followed : HostNames::ResolvedOnce;
}

GatewayOptions to_options(const Given& given) {
  SettingProblems problems;
  GatewayOptions options{{}, given.folder, given.haproxy, {}};
  GatewaySettings& settings = options.settings;
  problems.require_range("--port", given.port, 1, 65535);
  problems.require_range("--metrics-port", given.metrics_port, 1, 65535);
  problems.require_range("--rate-limit", given.rate_limit, 1, 1'000'000'000);
  problems.require_range("--rate-window-ms", given.rate_window_ms, 60, 86'400'000);
  options.jwt_key = service::read_secret("--jwt-key-file", given.jwt_key_file, problems);
  read_upstreams(given, settings, problems);
  problems.throw_if_any();
  settings.host = given.listen;
  settings.port = static_cast<std::uint16_t>(given.port);
  settings.metrics_port = static_cast<std::uint16_t>(given.metrics_port);
  settings.rate_limit.requests = static_cast<std::uint64_t>(given.rate_limit);
  settings.rate_limit.window = std::chrono::milliseconds(given.rate_window_ms);
  settings.allowed_origins = given.allowed_origins;
  settings.admin_socket = options.folder / "admin";
  settings.revocations_file = options.folder / "revocations";
  settings.script = options.folder / "gateway.lua";
  return options;
}

}  // namespace

std::optional<int> read_options(int argc, char** argv, GatewayOptions& options) {
  CLI::App app("The API gateway of orbbench: HAProxy with the configuration that it needs");
  Given given;
  declare(app, given);
  try {
    app.parse(argc, argv);
    options = to_options(given);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-gateway: " << error.what() << "; see orbbench-gateway --help\n";
    return kUsageError;
  } catch (const service::SettingsError& error) {
    std::cerr << error.what() << '\n';
    return kUsageError;
  }
  return std::nullopt;
}

}  // namespace orbbench::gateway
