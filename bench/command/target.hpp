#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/workflow/cache_keys.hpp"
#include "orbbench/launcher/stack.hpp"

namespace orbbench::bench {

/// What the user pointed at, by flag or else by environment; empty for nothing.
struct TargetChoice {
  std::string core;         ///< --core or ORB_CORE_URL
  std::string metrics;      ///< --metrics or ORB_METRICS_URL
  std::string gateway;      ///< --gateway or API_GATEWAY_URL
  std::string widget_core;  ///< --widget-core or WIDGET_CORE_URL
  std::string core_binary;
  std::vector<std::string> parts;  ///< of the private stack, launcher::all_parts() or some of it
};

/// The core that is to be judged, and the stack around it where there is one: the core that was
/// pointed at, else that of a private stack on free ports, which lives as long as this does.
class Target {
 public:
  /// Throws StackError or StackInterrupted when the stack does not come up, ConfigError when only
  /// the metrics or the gateway of a core were given.
  Target(const TargetChoice& choice, const std::function<void(const std::string&)>& progress,
         const std::stop_token& stop);

  const std::string& core() const { return core_; }
  const std::string& metrics() const { return metrics_; }
  /// These are empty where none is known.
  const std::string& gateway() const { return gateway_; }
  const std::string& widget_core() const { return widget_core_; }
  const std::optional<CacheAddress>& cache() const { return cache_; }
  /// Whether this process started it.
  bool is_own() const { return stack_.has_value(); }

 private:
  void require_core(const char* given, const std::string& value) const;
  void use(const launcher::Endpoints& endpoints);

  std::optional<launcher::Stack> stack_;
  std::string core_;
  std::string metrics_;
  std::string gateway_;
  std::string widget_core_;
  std::optional<CacheAddress> cache_;
};

}  // namespace orbbench::bench
