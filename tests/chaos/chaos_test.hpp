#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/launcher/stack.hpp"
#include "workflow_test.hpp"

namespace orbbench::tests {

/// A stack of the test's own, whose servers it may stop, freeze and kill.
class ChaosTest : public WorkflowTest {
 protected:
  static constexpr const char* kWidgetCore = "widget-core-1";

  void SetUp() override;
  void TearDown() override;

  /// Settings for start(): all parts, faults enabled, in a runtime folder of this test's.
  launcher::StackOptions options() const;
  void start(const launcher::StackOptions& options);

  const StackUnderTest& stack() const override { return *under_test_; }

  void kill_part(const std::string& part) { stack_->kill_part(part); }
  void start_part(const std::string& part);
  pid_t pid_of(const std::string& part) const;

  /// A user with a widget, known before anything is broken.
  void make_widget(const nlohmann::json& fields = {});
  Answer read() { return client_->get(path_of(widget_)); }
  Answer rename(const std::string& label) {
    return client_->patch(path_of(widget_), {{"label", label}});
  }
  Answer invoke(const std::string& operation,
                const nlohmann::json& params = nlohmann::json::array(),
                const HeaderFields& headers = {});

  TestUser user_;
  std::optional<HttpClient> client_;
  nlohmann::json widget_;

 private:
  std::filesystem::path folder_;
  std::optional<launcher::Stack> stack_;
  std::optional<StackUnderTest> under_test_;
};

/// Of a process, from /proc.
std::int64_t resident_octets(pid_t pid);
std::size_t open_descriptors(pid_t pid);
std::size_t threads_of(pid_t pid);

}  // namespace orbbench::tests
