#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "checks/check.hpp"
#include "orbbench/launcher/stack.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {

/// A private stack of the test's own with all parts, whose core's faults are enabled, and the
/// checks' context on it.
class WorkflowCheckFixture : public testing::Test {
 protected:
  WorkflowCheckFixture();

  orb_client::CoreLane& control() { return *control_; }
  static orb_client::Deadline soon();

  /// Each reply of the core comes that much later; zero ends it.
  void delay_replies(std::chrono::milliseconds delay);

  /// Ids of the objects that the core holds.
  std::vector<std::int64_t> objects();

  launcher::Stack stack_;
  orb_client::OrbRuntime runtime_;
  orb_client::ConnectionPool pool_;
  orb_client::Lease control_;
  bench::CheckContext context_;
};

}  // namespace orbbench::tests
