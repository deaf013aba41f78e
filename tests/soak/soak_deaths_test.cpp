// kill -9 of the soak, of the results server, and of the core, each at any moment.

#include <gmock/gmock.h>

#include <csignal>

#include "soak_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

class SoakDeathsTest : public SoakFixture {
 protected:
  /// Each interval once, with all the calls that were due in it.
  void expect_whole(const std::string& soak, std::size_t count) const {
    const auto intervals = kept_intervals(soak);
    ASSERT_EQ(intervals.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(intervals[i].index, i);
      EXPECT_EQ(intervals[i].calls.outcomes.calls(), 100U) << "interval " << i;
    }
  }

  /// Kills all processes of the name; returns how many there were.
  std::size_t kill_all(const std::string& name) const {
    const auto found = processes_called(name);
    for (const pid_t process : found) {
      kill(process, SIGKILL);
    }
    return found.size();
  }
};

TEST_F(SoakDeathsTest, ASoakThatIsKilledAgainAndAgainLosesOneIntervalAtMostEachTime) {
  SCOPED_TRACE("ORBBENCH_TEST_SEED=" + std::to_string(seed()));
  std::string id;
  std::vector<std::size_t> complete;
  for (int part = 0; part < 3; ++part) {
    const Arguments arguments = part == 0
                                    ? soak(20, {"--metrics-port", "0"})
                                    : Arguments{"soak", "--resume", id, "--metrics-port", "0"};
    CommandRun killed(arguments, environment());
    complete.push_back(await_elapsed(killed, 1.5 * (part + 1)));
    id = after(killed.output(), "soak:");
    let_pass(1'000'000us);
    killed.send(SIGKILL);
    EXPECT_EQ(killed.exit_status(), 128 + SIGKILL);
  }
  const Finished resumed = run({"soak", "--resume", id.substr(0, 8)});
  // So few calls of each life tell nothing of growth.
  EXPECT_THAT(resumed.status, testing::AnyOf(kPass, kInconclusive))
      << resumed.output << resumed.errors;
  EXPECT_THAT(resumed.output, ContainsRegex("pass +soak\\.end"));
  EXPECT_THAT(resumed.output, HasSubstr("none of 2000 calls failed"));
  expect_whole(id, 20);
  const auto intervals = kept_intervals(id);
  for (std::size_t part = 0; part < complete.size(); ++part) {
    EXPECT_LE(intervals[complete[part] - 1].part, part) << "made again, though it was complete";
  }
  EXPECT_EQ(intervals.back().part, 3U);

  const Finished again = run({"soak", "--resume", id});
  EXPECT_EQ(again.status, kUsage);
  EXPECT_THAT(again.errors, HasSubstr("has come to its end: its result is run " +
                                      after(resumed.output, "\nrun:")));
}

TEST_F(SoakDeathsTest, AResultsServerThatIsKilledTakesNoInterval) {
  SCOPED_TRACE("ORBBENCH_TEST_SEED=" + std::to_string(seed()));
  CommandRun command(soak(20, {"--metrics-port", "0"}), environment());
  std::size_t killed = 0;
  for (int time = 0; time < 2; ++time) {
    await_elapsed(command, 1.5 + 3 * time);
    let_pass(1'000'000us);
    killed += kill_all("postgres");
  }
  EXPECT_THAT(command.exit_status(), testing::AnyOf(kPass, kInconclusive))
      << command.output() << command.errors();
  EXPECT_GE(killed, 2U) << "there was no server to kill";
  EXPECT_THAT(command.output(), HasSubstr("none of 2000 calls failed"));
  run({"history"});  // which brings what waits in the spool to the server
  expect_whole(after(command.output(), "soak:"), 20);
}

TEST_F(SoakDeathsTest, ACoreThatDiesEndsItWithItsLastWordsAndWhatItHadDone) {
  SCOPED_TRACE("ORBBENCH_TEST_SEED=" + std::to_string(seed()));
  const auto core = write_core("echo words of the core >&2; exec " CORE_BINARY " \"$@\"");
  CommandRun command(soak(200, {"--metrics-port", "0", "--core-binary", core}), environment());
  const std::size_t complete = await_elapsed(command, 1);
  let_pass(1'000'000us);
  ASSERT_EQ(kill_all("orbbench-core"), 1U);
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(),
              AllOf(ContainsRegex("fail +soak\\.end +the core died after"),
                    HasSubstr("! words of the core"), ContainsRegex("fail +soak\\.errors")));
  run({"history"});
  const auto intervals = kept_intervals(after(command.output(), "soak:"));
  ASSERT_GT(intervals.size(), complete);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    EXPECT_EQ(intervals[i].index, i);
  }
  for (std::size_t i = 0; i < complete; ++i) {
    EXPECT_EQ(intervals[i].calls.outcomes[bench::Outcome::Ok], 100U) << "interval " << i;
  }
}

}  // namespace
}  // namespace orbbench::tests
