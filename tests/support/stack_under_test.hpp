#pragma once

#include <map>
#include <optional>
#include <string>

#include "orbbench/launcher/stack.hpp"

namespace orbbench::tests {

/// The stack that the workflow suites run against: what ORBBENCH_TEST_STACK names (a stack on this
/// machine, which CTest starts and stops), else whatever the contract's environment variables say
/// of a user's own, whose other variables have the contract's defaults.
class StackUnderTest {
 public:
  static const StackUnderTest& get();

  /// A private stack of the test's own.
  explicit StackUnderTest(const launcher::Stack& stack);

  /// A variable's value; empty where neither the stack nor the environment has one.
  std::string variable(const std::string& name) const;

  std::string gateway_url() const { return variable("API_GATEWAY_URL"); }
  std::string widget_core_url() const { return variable("WIDGET_CORE_URL"); }
  std::string security_url() const { return variable("SECURITY_SERVICE_URL"); }
  std::string core_metrics_url() const { return variable("ORB_METRICS_URL"); }
  std::string widget_metrics_url() const { return variable("WIDGET_METRICS_URL"); }
  std::string core_url() const { return variable("ORB_CORE_URL"); }

  /// Whether it was started here, so that its processes may be looked at.
  bool is_own() const { return is_own_; }
  /// Its folder; empty for a user's.
  const std::string& folder() const { return folder_; }
  /// Empty for a user's.
  const launcher::Endpoints& endpoints() const { return endpoints_; }

 private:
  StackUnderTest();
  void take(const launcher::Endpoints& endpoints, const std::string& folder);

  std::map<std::string, std::string> variables_;
  std::string folder_;
  launcher::Endpoints endpoints_;
  bool is_own_ = false;
};

}  // namespace orbbench::tests
