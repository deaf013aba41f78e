#include "target.hpp"

#include <charconv>
#include <cstdlib>
#include <system_error>

#include "checks/workflow/gateway_client.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr const char* kDefaultMetrics = "http://localhost:9091/metrics";

std::string chosen_or_environment(const std::string& chosen, const char* variable) {
  const char* value = std::getenv(variable);
  return chosen.empty() && value != nullptr ? value : chosen;
}

void require_form(const std::string& gateway) {
  if (!gateway.empty()) {
    const GatewayClient checked(gateway);
  }
}

std::optional<CacheAddress> cache_of_environment() {
  const std::string host = chosen_or_environment("", "REDIS_HOST");
  const std::string port = chosen_or_environment("", "REDIS_PORT");
  if (host.empty()) {
    return std::nullopt;
  }
  CacheAddress address{.host = host};
  const char* end = port.data() + port.size();
  if (!port.empty() &&
      std::from_chars(port.data(), end, address.port) != std::from_chars_result{end, std::errc()}) {
    throw orb_client::ConfigError("REDIS_PORT is \"" + port + "\", which is no port");
  }
  return address;
}

launcher::Stack start_stack(const TargetChoice& choice,
                            const std::function<void(const std::string&)>& progress,
                            const std::stop_token& stop) {
  launcher::StackOptions options;
  options.core_binary = choice.core_binary;
  options.parts = choice.parts;
  // By value: the stack tells of a part that is lost for as long as it is up.
  const auto on_progress = [progress](const launcher::PartProgress& part) {
    progress("stack: " + part.part + " " + part.detail);
  };
  return launcher::Stack::start(options, on_progress, stop);
}

}  // namespace

Target::Target(const TargetChoice& choice, const std::function<void(const std::string&)>& progress,
               const std::stop_token& stop)
    : core_(chosen_or_environment(choice.core, "ORB_CORE_URL")),
      metrics_(chosen_or_environment(choice.metrics, "ORB_METRICS_URL")),
      gateway_(chosen_or_environment(choice.gateway, "API_GATEWAY_URL")),
      widget_core_(chosen_or_environment(choice.widget_core, "WIDGET_CORE_URL")) {
  require_core("metrics", metrics_);
  require_core("gateway", gateway_);
  require_core("widget core", choice.widget_core);
  require_form(gateway_);
  if (core_.empty()) {
    stack_ = start_stack(choice, progress, stop);
    use(stack_->endpoints());
    return;
  }
  cache_ = cache_of_environment();
  if (metrics_.empty()) {
    metrics_ = kDefaultMetrics;
  }
}

void Target::require_core(const char* given, const std::string& value) const {
  if (core_.empty() && !value.empty()) {
    throw orb_client::ConfigError("the " + std::string(given) +
                                  " of a stack was given and not its core; add --core or "
                                  "ORB_CORE_URL");
  }
}

void Target::use(const launcher::Endpoints& endpoints) {
  core_ = endpoints.core->reference;
  metrics_ = endpoints.core->metrics_url;
  if (endpoints.gateway) {
    gateway_ = endpoints.gateway->url;
  }
  if (!endpoints.widget_cores.empty()) {
    widget_core_ = endpoints.widget_cores.front().url;
  }
  if (endpoints.redis) {
    cache_ = CacheAddress{endpoints.redis->host, endpoints.redis->port};
  }
}

}  // namespace orbbench::bench
