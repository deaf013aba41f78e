#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "command_run.hpp"
#include "orbbench/launcher/stack.hpp"

namespace orbbench::tests {

/// A runtime folder of the test's own, and a look at what is left of its stacks: no test passes
/// that leaves a process or a folder behind.
class StackFixture : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Where the stacks of this test keep their folders.
  std::filesystem::path runtime_folder() const { return folder_ / "run"; }

  /// A place for the test's own files, which the parts' user may enter.
  const std::filesystem::path& folder() const { return folder_; }

  launcher::StackOptions options(std::vector<std::string> parts = {"postgres", "redis",
                                                                   "core"}) const;

  std::vector<std::string> environment() const;

  Finished run(const std::vector<std::string>& arguments) const;

  /// A shell script to be run in place of a core.
  std::filesystem::path write_core(const std::string& script) const;

  /// Every process that has this test's folder in its environment, command line or working folder.
  std::vector<pid_t> processes() const;
  std::vector<pid_t> processes_called(const std::string& name) const;

  /// Waits until it holds, for 20 s at the most.
  static bool eventually(const std::function<bool()>& holds);

 private:
  std::filesystem::path folder_;
};

/// Whether anything listens there.
bool is_listening(std::uint16_t port);

}  // namespace orbbench::tests
