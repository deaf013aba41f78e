#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/launcher/stack.hpp"
#include "target.hpp"

namespace orbbench::bench {

/// The core of a soak: that which was pointed at, else a private one, whose death can be known and
/// whose log can be read.
class SoakCore {
 public:
  /// As Target's.
  SoakCore(const TargetChoice& choice, const std::function<void(const std::string&)>& progress,
           const std::stop_token& stop);

  const Target& target() const { return *target_; }

  bool is_own() const { return stack_.has_value(); }

  /// Why it is gone; nothing while it lives, or where it is not a private one.
  std::optional<std::string> find_death() const;
  /// The last 50 lines of a private core's log.
  std::vector<std::string> log_lines() const;

 private:
  std::optional<launcher::Stack> stack_;
  std::optional<Target> target_;
};

}  // namespace orbbench::bench
