#include "target.hpp"

#include <cstdlib>
#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr const char* kDefaultMetrics = "http://localhost:9091/metrics";

std::string chosen_or_environment(const std::string& chosen, const char* variable) {
  const char* value = std::getenv(variable);
  return chosen.empty() && value != nullptr ? value : chosen;
}

launcher::Stack start_stack(const TargetChoice& choice,
                            const std::function<void(const std::string&)>& progress,
                            std::stop_token stop) {
  launcher::StackOptions options;
  options.core_binary = choice.core_binary;
  const auto on_progress = [&progress](const launcher::PartProgress& part) {
    progress("stack: " + part.part + " " + part.detail);
  };
  return launcher::Stack::start(options, on_progress, std::move(stop));
}

}  // namespace

Target::Target(const TargetChoice& choice, const std::function<void(const std::string&)>& progress,
               std::stop_token stop)
    : core_(chosen_or_environment(choice.core, "ORB_CORE_URL")),
      metrics_(chosen_or_environment(choice.metrics, "ORB_METRICS_URL")) {
  if (core_.empty() && !metrics_.empty()) {
    throw orb_client::ConfigError(
        "the metrics of a core were given and not the core; add --core or ORB_CORE_URL");
  }
  if (core_.empty()) {
    stack_ = start_stack(choice, progress, std::move(stop));
    core_ = stack_->endpoints().core->reference;
    metrics_ = stack_->endpoints().core->metrics_url;
  } else if (metrics_.empty()) {
    metrics_ = kDefaultMetrics;
  }
}

}  // namespace orbbench::bench
