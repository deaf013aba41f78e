#include "stack_under_test.hpp"

#include <cstdlib>
#include <stdexcept>

#include "orbbench/launcher/named_stack.hpp"

namespace orbbench::tests {
namespace {

const std::map<std::string, std::string>& contract_defaults() {
  static const std::map<std::string, std::string> defaults{
      {"API_GATEWAY_URL", "http://localhost:8080"},
      {"WIDGET_CORE_URL", "http://localhost:8081"},
      {"SECURITY_SERVICE_URL", "http://localhost:8082"},
      {"ORB_CORE_URL", "localhost:12000"},
      {"ORB_METRICS_URL", "http://localhost:9091/metrics"},
      {"WIDGET_METRICS_URL", "http://localhost:9090/metrics"},
  };
  return defaults;
}

std::string environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? value : "";
}

}  // namespace

const StackUnderTest& StackUnderTest::get() {
  static const StackUnderTest stack;
  return stack;
}

StackUnderTest::StackUnderTest() {
  const std::string name = environment("ORBBENCH_TEST_STACK");
  // A gateway that the user names goes before the stack that would have been started without it.
  if (name.empty() || !environment("API_GATEWAY_URL").empty()) {
    return;
  }
  const auto state = launcher::StackDirectory().find(name);
  if (!state) {
    throw std::runtime_error("no stack is up named " + name + ": run the tests with ctest");
  }
  take(state->endpoints, state->folder.string());
}

StackUnderTest::StackUnderTest(const launcher::Stack& stack) {
  take(stack.endpoints(), stack.folder().string());
}

void StackUnderTest::take(const launcher::Endpoints& endpoints, const std::string& folder) {
  variables_ = launcher::environment_of(endpoints);
  endpoints_ = endpoints;
  folder_ = folder;
  is_own_ = true;
}

std::string StackUnderTest::variable(const std::string& name) const {
  if (is_own_) {
    const auto found = variables_.find(name);
    return found == variables_.end() ? "" : found->second;
  }
  const std::string given = environment(name);
  const auto contract = contract_defaults().find(name);
  return given.empty() && contract != contract_defaults().end() ? contract->second : given;
}

}  // namespace orbbench::tests
