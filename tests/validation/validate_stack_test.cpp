// A validation with a stack of its own, and what stays of it when it is ended from outside. The
// fixture's TearDown fails for any process or folder that is left.

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using testing::HasSubstr;

constexpr int kInvalid = 3;

class ValidateStackTest : public StackFixture {
 protected:
  const std::vector<std::string> validate_{"validate", "--duration", "1"};
};

TEST_F(ValidateStackTest, BringsUpAStackJudgesItAndTakesItDown) {
  const Finished finished = run(
      {"validate", "--checks", "ledger.bookkeeping,ledger.coverage,zeroization.count,pool.laws"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.errors;
  EXPECT_THAT(finished.output, HasSubstr("verdict: pass"));
  EXPECT_TRUE(processes().empty());
}

TEST_F(ValidateStackTest, ChecksTheLawsOfACallAndEndsACoreOfItsOwnForThem) {
  const Finished finished = run({"validate", "--checks", "calls"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.errors;
  EXPECT_THAT(finished.output, HasSubstr("pass          calls.completion"));
  EXPECT_THAT(finished.output, HasSubstr("pass          calls.restart"));
  EXPECT_TRUE(processes().empty());
}

TEST_F(ValidateStackTest, ChecksTheWorkflowThroughAStackWithAllParts) {
  const Finished finished = run({"validate", "--checks", "workflow"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.errors;
  for (const char* check : {"life", "refusals", "cache", "latency"}) {
    EXPECT_THAT(finished.output, HasSubstr(std::string("pass          workflow.") + check));
  }
  EXPECT_TRUE(processes().empty());
}

TEST_F(ValidateStackTest, ShowsWhatItHasWhenInterrupted) {
  CommandRun command(validate_, environment());
  ASSERT_TRUE(command.await_output("core.reachable"));
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.output(), HasSubstr("interrupted before it was done"));
  EXPECT_THAT(command.output(), HasSubstr("verdict: invalid"));
}

// The moment is what is under test, hence the wait for time alone.
TEST_F(ValidateStackTest, NothingStaysWhenItIsKilledAtTenRandomMoments) {
  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<int> milliseconds(0, 7000);
  for (int round = 1; round <= 10; ++round) {
    const std::chrono::milliseconds moment(milliseconds(random));
    {
      CommandRun command(validate_, environment());
      std::this_thread::sleep_for(moment);
      command.send(SIGKILL);
      command.exit_status();
    }
    EXPECT_TRUE(eventually([this] {
      return processes().empty() && !std::filesystem::exists(runtime_folder());
    })) << "round "
        << round << ", killed after " << moment.count() << " ms";
  }
}

}  // namespace
}  // namespace orbbench::tests
