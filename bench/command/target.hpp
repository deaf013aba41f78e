#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "orbbench/launcher/stack.hpp"

namespace orbbench::bench {

/// What the user pointed at, by flag or else by environment; empty for nothing.
struct TargetChoice {
  std::string core;     ///< --core or ORB_CORE_URL
  std::string metrics;  ///< --metrics or ORB_METRICS_URL
  std::string core_binary;
};

/// The core that is to be judged: the one that was pointed at, else that of a private stack on free
/// ports, which lives as long as this does.
class Target {
 public:
  /// Throws StackError or StackInterrupted when the stack does not come up, ConfigError when only
  /// the metrics of a core were given.
  Target(const TargetChoice& choice, const std::function<void(const std::string&)>& progress,
         std::stop_token stop);

  const std::string& core() const { return core_; }
  const std::string& metrics() const { return metrics_; }
  /// Whether this process started it.
  bool is_own() const { return stack_.has_value(); }

 private:
  std::optional<launcher::Stack> stack_;
  std::string core_;
  std::string metrics_;
};

}  // namespace orbbench::bench
