#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/workflow/guest.hpp"
#include "orbbench/launcher/stack.hpp"
#include "wrk_run.hpp"

namespace orbbench::bench {

/// A private stack of these parts (launcher::all_parts()). Throws StackError or StackInterrupted
/// when it does not come up.
launcher::Stack start_parts(const std::vector<std::string>& parts, const std::stop_token& stop);

/// A whole private stack with a user and some widgets, and the loads that are measured on it.
class MeasuredStack {
 public:
  /// Throws StackError or StackInterrupted when it does not come up, WrongAnswer when it does not
  /// serve.
  explicit MeasuredStack(const std::stop_token& stop);

  const launcher::Endpoints& endpoints() const { return stack_->endpoints(); }
  const std::vector<std::int64_t>& widgets() const { return widgets_; }

  /// Reads of one widget that is in the cache: from the widget core, and through the gateway.
  Load direct_hit() const;
  Load gateway_hit() const;
  /// Reads of all widgets in turn, whose keys somebody must remove meanwhile.
  Load gateway_miss() const;
  /// Each makes a call of the core and writes down that it did.
  Load gateway_invoke() const;
  Load gateway_create() const;

 private:
  Load through_gateway(const std::string& name) const;

  std::optional<Guest> guest_;  ///< outlives the stack, whose widgets need no deleting
  std::optional<launcher::Stack> stack_;
  std::vector<std::int64_t> widgets_;
};

}  // namespace orbbench::bench
