#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "interop/case.hpp"
#include "interop/peer.hpp"
#include "interop/peer_process.hpp"
#include "interop/runner.hpp"

namespace orbbench::interop {
namespace {

using testing::HasSubstr;

/// The result of a case against a peer that answers an operation wrongly.
CaseResult run_against_broken(const std::string& operation, const std::string& id,
                              const std::string& kind = "omniorb") {
  const PeerProcess process(ORBBENCH_PEER_BINARY, {"--break", operation});
  const Peer peer = peer_of_ready_line("broken", kind, process.ready_line());
  orb_client::OrbRuntime runtime;
  return run_case(runtime, peer, select_cases(built_in_cases(), {}, {id}).front());
}

TEST(BrokenPeerTest, CaseFailsNamingExpectedAndGotWhenAResultIsWrong) {
  const CaseResult result = run_against_broken("echoShort", "all_types/short");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("step 1, echoShort"));
  EXPECT_THAT(result.detail, HasSubstr("expected 0, got 1"));
}

TEST(BrokenPeerTest, CaseFailsWhenATextIsWrong) {
  const CaseResult result = run_against_broken("echoString", "echo/short-text");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("expected \"hello\", got \"hello!\""));
}

TEST(BrokenPeerTest, CaseFailsWhenAFunctionIsWrong) {
  const CaseResult result = run_against_broken("in_fun", "all_functions/in_fun");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("expected 7, got 8"));
}

TEST(BrokenPeerTest, CaseFailsWhenAMemberOfAnExceptionIsWrong) {
  const CaseResult result = run_against_broken("testException", "all_types/exception/user");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("info: expected 2485, got 2486"));
}

TEST(BrokenPeerTest, CaseFailsWhenAMinorCodeIsWrong) {
  const CaseResult result = run_against_broken("testSystemException", "all_types/exception/system");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("BAD_PARAM, minor 1, completed NO"));
}

TEST(BrokenPeerTest, CaseFailsWhenAnOperationIsMissing) {
  const CaseResult result = run_against_broken("echoDouble", "all_types/double");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("NO_IMPLEMENT"));
}

TEST(BrokenPeerTest, WireCaseFailsNamingExpectedAndGot) {
  const CaseResult result = run_against_broken("echoShort", "wire/integers/giop-1.0/big");
  EXPECT_EQ(result.outcome, Outcome::Fail);
  EXPECT_THAT(result.detail, HasSubstr("expected -2, got -1"));
}

TEST(BrokenPeerTest, OtherCasesOfABrokenPeerPass) {
  EXPECT_EQ(run_against_broken("echoShort", "all_types/long").outcome, Outcome::Pass);
}

Case declared_case(const std::string& result) {
  return parse_cases(R"([{"id": "x", "interface": "all_types", "purpose": "p",
      "steps": [{"call": "echoShort", "arguments": [1], "result": )" +
                         result + R"(}], "unsupported": {"odd": "it cannot count"}}])",
                     "test")
      .front();
}

CaseResult run_declared(const std::string& result) {
  const PeerProcess process(ORBBENCH_PEER_BINARY, {});
  orb_client::OrbRuntime runtime;
  return run_case(runtime, peer_of_ready_line("odd", "odd", process.ready_line()),
                  declared_case(result));
}

TEST(DeclarationTest, DeclaredFailureIsUnsupportedWithItsReason) {
  const CaseResult result = run_declared("2");
  EXPECT_EQ(result.outcome, Outcome::Unsupported);
  EXPECT_THAT(result.detail, HasSubstr("it cannot count"));
  EXPECT_THAT(result.detail, HasSubstr("expected 2, got 1"));
}

TEST(DeclarationTest, DeclaredCaseThatPassesIsStale) {
  const CaseResult result = run_declared("1");
  EXPECT_EQ(result.outcome, Outcome::Pass);
  EXPECT_TRUE(result.stale);
}

}  // namespace
}  // namespace orbbench::interop
