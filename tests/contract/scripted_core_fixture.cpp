#include "scripted_core_fixture.hpp"

namespace orbbench::tests {

using namespace orb_client;

ScriptedCoreFixture::ScriptedCoreFixture()
    : core_({.program = ORBBENCH_SCRIPTED_CORE_BINARY}),
      witness_(runtime_, Endpoint::parse(core_.reference()), {.lanes = 1}) {}

std::unique_ptr<CoreClient> ScriptedCoreFixture::make_client(CoreClientOptions options) {
  if (options.endpoints.empty()) {
    options.endpoints = {Endpoint::parse(core_.reference())};
  }
  return std::make_unique<CoreClient>(runtime_, std::move(options), &counts_);
}

std::uint32_t ScriptedCoreFixture::execute(CoreClient& client, const OperationPolicy& operation,
                                           const std::string& token, Deadline deadline) {
  return client.call(operation, deadline,
                     [&](CoreLane& lane, Deadline limit) { return lane.execute(token, limit); });
}

std::uint32_t ScriptedCoreFixture::executions(const std::string& token) {
  return witness_.lease(soon())->executions(token, soon());
}

}  // namespace orbbench::tests
