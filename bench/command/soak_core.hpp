#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/launcher/stack.hpp"
#include "target.hpp"

namespace orbbench::bench {

/// The core of a soak: that which was pointed at, else a private one, whose death can be known and
/// whose log can be read. One thread may kill it and start it again while another looks at it.
class SoakCore {
 public:
  enum class Faults { None, Wanted };

  /// As Target's. `faults` says whether a private core is to take those of the Faults interface.
  SoakCore(const TargetChoice& choice, Faults faults,
           const std::function<void(const std::string&)>& progress, const std::stop_token& stop);

  const Target& target() const { return *target_; }

  bool is_own() const { return stack_.has_value(); }

  /// Of a private core: kills it, and starts it again where it was. Throws StackError.
  void kill();
  void start_again();
  /// Of a private core: its process, or its last one.
  std::optional<pid_t> process() const;

  /// Why it is gone; nothing while it lives, or where it is not a private one.
  std::optional<std::string> find_death() const;
  /// The last 50 lines of a private core's log.
  std::vector<std::string> log_lines() const;

 private:
  std::optional<launcher::Stack> stack_;
  std::atomic<pid_t> process_ = -1;  ///< of a private core
  std::optional<Target> target_;
};

}  // namespace orbbench::bench
