#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "memory/preload/record_file.hpp"
#include "memory/preload/symbols.hpp"
#include "orbbench/process/child_process.hpp"

namespace orbbench::tests {

free_witness::Canary draw_canary();

/// The victim under the witness, which knows the secret that the victim was given.
class FreeWitnessTest : public testing::Test {
 protected:
  FreeWitnessTest() : FreeWitnessTest(VICTIM_PROGRAM, "victim::") {}
  /// Another victim, and what the names of its functions begin with.
  FreeWitnessTest(const std::string& program, const std::string& scope);

  /// Starts it, and returns when it has given its blocks back; it is still there then.
  void run_victim(const std::string& way);
  /// The same, in steps.
  void start_victim(const std::string& way);
  void await(const std::string& word);

  /// What came by call paths that a function of this name is on.
  free_witness::CallPathCount seen_through(const std::string& function);
  std::size_t paths_through(const std::string& function);

  free_witness::RecordFile record_;
  free_witness::Canary secret_ = draw_canary();
  std::unique_ptr<process::ChildProcess> victim_;

 private:
  std::vector<free_witness::CallPathCount> find_paths(const std::string& function);

  std::string program_;
  std::string scope_;
};

}  // namespace orbbench::tests
