#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "interop/case.hpp"
#include "interop/peer.hpp"
#include "interop/peer_process.hpp"
#include "interop/runner.hpp"

namespace orbbench::interop {
namespace {

struct Server {
  const char* kind;
  const char* program;
  std::vector<std::string> arguments;
};

const Server kCore{"core", ORBBENCH_CORE_BINARY, {"--port", "0", "--metrics-port", "0"}};
const Server kOmniOrb{"omniorb", ORBBENCH_PEER_BINARY, {}};

/// All cases whose id starts with this.
using CaseGroup = const char*;

class InteropPeerTest : public testing::TestWithParam<std::tuple<CaseGroup, const Server*>> {
 protected:
  static std::string group() { return std::get<0>(GetParam()); }
  static const Server& server() { return *std::get<1>(GetParam()); }
};

TEST_P(InteropPeerTest, PassesEveryCaseButThoseDeclared) {
  const PeerProcess process(server().program, server().arguments);
  const Peer peer = peer_of_ready_line(server().kind, server().kind, process.ready_line());
  orb_client::OrbRuntime runtime;
  for (const Case& one : select_cases(built_in_cases(), {}, {group() + "/*"})) {
    const CaseResult result = run_case(runtime, peer, one);
    const bool declared = one.declared_for(peer.kind) != nullptr;
    EXPECT_EQ(result.outcome, declared ? Outcome::Unsupported : Outcome::Pass)
        << one.id << ": " << result.detail;
  }
}

std::string name_of(const testing::TestParamInfo<InteropPeerTest::ParamType>& info) {
  return std::string(std::get<0>(info.param)) + "_" + std::get<1>(info.param)->kind;
}

INSTANTIATE_TEST_SUITE_P(Stock, InteropPeerTest,
                         testing::Combine(testing::Values("echo", "all_functions", "all_types",
                                                          "transport", "wire"),
                                          testing::Values(&kCore, &kOmniOrb)),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Core, InteropPeerTest,
                         testing::Combine(testing::Values("orb_core"), testing::Values(&kCore)),
                         name_of);

// A peer that may speak no newer version than its cap.
TEST(InteropVersionTest, ServerOfGiop10ServesTheBasics) {
  const PeerProcess process(ORBBENCH_PEER_BINARY, {"--giop", "1.0"});
  const Peer peer = peer_of_ready_line("old", "omniorb", process.ready_line());
  orb_client::OrbRuntime runtime;
  for (const Case& one :
       select_cases(built_in_cases(), {"all_functions"}, {"all_functions/*fun"})) {
    const CaseResult result = run_case(runtime, peer, one);
    EXPECT_EQ(result.outcome, Outcome::Pass) << one.id << ": " << result.detail;
  }
}

}  // namespace
}  // namespace orbbench::interop
