// `validate --baseline` and --baseline-binary, as their users call them.

#include <gmock/gmock.h>

#include "command_run.hpp"
#include "core_process.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Arguments = std::vector<std::string>;
using namespace std::chrono_literals;

constexpr int kFail = 1;
constexpr int kInconclusive = 2;

class ValidateBaselineTest : public testing::Test {
 protected:
  /// Less than the delay below adds, and more than the scheduler does, which has a connection
  /// served on its caller's processor or on another; the tails are the machine's.
  static constexpr const char* kMargin = "300";

  static std::string page_of(const CoreProcess& core) {
    return "http://127.0.0.1:" + std::to_string(core.ports().metrics);
  }

  Arguments validating(const std::string& checks) const {
    // Rounds enough for what the scheduler draws anew in each.
    const char* seconds = checks == "duet.latency" ? "20" : "6";
    return {"validate", "--core",       core_.address(),  "--metrics",    page_of(core_),
            "--checks", checks,         "--duet-seconds", seconds,        "--margin-p50",
            kMargin,    "--margin-p95", "10000",          "--margin-p99", "10000"};
  }

  Arguments with(Arguments arguments, const Arguments& further) const {
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
  }

  // Many times the 18 us that a call takes.
  void hold_replies_back() {
    orb_client::OrbRuntime runtime;
    orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core_.reference()), {});
    const auto deadline = orb_client::Deadline::after(5s);
    pool.lease(deadline)->delay_replies(500us, 0, deadline);
  }

  CoreProcess core_;
};

TEST_F(ValidateBaselineTest, FailsACoreThatIsSlowerThanTheProgramOfTheBaseline) {
  hold_replies_back();
  CommandRun command(with(validating("duet.latency"), {"--baseline-binary", CORE_BINARY}), {});
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("fail          duet.latency"));
  EXPECT_THAT(command.output(), HasSubstr("p50 is worse than its margin allows"));
}

TEST_F(ValidateBaselineTest, PassesACoreThatIsAsFastAsTheProgramOfTheBaseline) {
  CommandRun command(with(validating("duet.latency"), {"--baseline-binary", CORE_BINARY}), {});
  EXPECT_EQ(command.exit_status(), 0) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("pass          duet.latency"));
}

TEST_F(ValidateBaselineTest, FailsACoreThatIsSlowerThanOneThatIsPointedAt) {
  hold_replies_back();
  const CoreProcess baseline;
  CommandRun command(with(validating("duet.latency"), {"--baseline", baseline.address(),
                                                       "--baseline-metrics", page_of(baseline)}),
                     {});
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("fail          duet.latency"));
}

TEST_F(ValidateBaselineTest, DoesNotKnowTheMemoryOfABaselineWithoutItsMetricsPage) {
  const CoreProcess baseline;
  CommandRun command(with(validating("duet.memory"), {"--baseline", baseline.address()}), {});
  EXPECT_EQ(command.exit_status(), kInconclusive) << command.output() << command.errors();
  EXPECT_THAT(command.output(), AllOf(HasSubstr("inconclusive  duet.memory"),
                                      HasSubstr("metrics page is not known")));
}

TEST_F(ValidateBaselineTest, DoesNotCompareTheMemoryOfCoresThatDidUnequalWorkBefore) {
  const CoreProcess baseline;
  const Arguments arguments =
      with(validating("duet.memory"),
           {"--baseline", baseline.address(), "--baseline-metrics", page_of(baseline)});
  // The first duet, in which the core is both sides, is the unequal work.
  CommandRun before(with(validating("duet.memory"), {"--baseline", core_.address()}), {});
  before.exit_status();
  CommandRun command(arguments, {});
  EXPECT_EQ(command.exit_status(), kInconclusive) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("their memory cannot be compared; start both anew"));
}

TEST_F(ValidateBaselineTest, IsInconclusiveWithoutABaselineAndNamesTheOptions) {
  CommandRun command(validating("duet"), {});
  EXPECT_EQ(command.exit_status(), kInconclusive) << command.output() << command.errors();
  EXPECT_THAT(command.output(),
              AllOf(HasSubstr("inconclusive  duet.latency"),
                    HasSubstr("--baseline or --baseline-binary"), Not(HasSubstr("ratio_"))));
}

}  // namespace
}  // namespace orbbench::tests
