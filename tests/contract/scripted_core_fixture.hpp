#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core_process.hpp"
#include "orbbench/orb_client/call_counts.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/core_client.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {

/// A core that fails as the token of Probe::execute says (scripted_core/main.cpp) and counts how
/// often it did, with a client of one endpoint.
class ScriptedCoreFixture : public testing::Test {
 protected:
  using Deadline = orb_client::Deadline;

  ScriptedCoreFixture();
  void TearDown() override { core_.stop(); }

  static Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

  std::unique_ptr<orb_client::CoreClient> make_client(orb_client::CoreClientOptions options);

  /// Calls Probe::execute through the client.
  static std::uint32_t execute(orb_client::CoreClient& client,
                               const orb_client::OperationPolicy& operation,
                               const std::string& token, Deadline deadline);

  /// How often the core ran the token, by its own count, asked past the client.
  std::uint32_t executions(const std::string& token);

  orb_client::OrbRuntime runtime_;
  CoreProcess core_;
  orb_client::CallCounts counts_;
  orb_client::ConnectionPool witness_;
};

}  // namespace orbbench::tests
