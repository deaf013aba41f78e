// The library in a program that knows nothing of it: what it sees of each block given back, and by
// which call path.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <numeric>

#include "memory/preload/free_report.hpp"
#include "witness_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace free_witness;
using bench::CheckResult;
using bench::Verdict;
using testing::HasSubstr;

/// In pages.
std::uint64_t size_of_process(pid_t process) {
  std::uint64_t pages = 0;
  std::ifstream("/proc/" + std::to_string(process) + "/statm") >> pages;
  return pages;
}

CheckResult judge_after_one_canary(const Sighting& sighting, Symbols& symbols) {
  return judge({.sighting = sighting, .calls = {.lives = 1}}, symbols);
}

TEST_F(FreeWitnessTest, CountsBlocksWithACanaryByTheFunctionThatGaveThemBack) {
  run_victim("keep");
  const CallPathCount seen = seen_through("give_back_as_it_is");
  EXPECT_EQ(seen.blocks, 5U);
  EXPECT_EQ(seen.unwiped, 5U);
  EXPECT_EQ(seen.with_canary, 5U);
  EXPECT_EQ(seen.with_whole_canary, 5U);
  EXPECT_EQ(paths_through("give_back_as_it_is"), 1U);
}

TEST_F(FreeWitnessTest, EvidenceSaysWhereInTheSourceAndByWhom) {
  run_victim("keep");
  const Sighting sighting = record_.read();
  Symbols symbols(sighting.modules);
  const CheckResult result = judge_after_one_canary(sighting, symbols);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  ASSERT_EQ(result.evidence.size(), 1U);
  EXPECT_THAT(result.evidence[0], testing::StartsWith("5 blocks of 5 with a whole canary: "
                                                      "victim::give_back_as_it_is"));
  EXPECT_THAT(result.evidence[0], HasSubstr(" < victim::keep"));
}

TEST_F(FreeWitnessTest, SeesNothingInBlocksThatWereWiped) {
  run_victim("wipe");
  const CallPathCount seen = seen_through("give_back_wiped");
  EXPECT_EQ(seen.blocks, 5U);
  EXPECT_EQ(seen.unwiped, 0U);
  EXPECT_EQ(seen.with_canary, 0U);
  const Sighting sighting = record_.read();
  Symbols symbols(sighting.modules);
  EXPECT_EQ(judge_after_one_canary(sighting, symbols).verdict, Verdict::Pass);
}

TEST_F(FreeWitnessTest, TellsAFragmentFromAWholeCanary) {
  run_victim("keep_half");
  const CallPathCount seen = seen_through("give_back_as_it_is");
  EXPECT_EQ(seen.with_canary, 1U);
  EXPECT_EQ(seen.with_whole_canary, 0U);
}

TEST_F(FreeWitnessTest, SeesWhatDeleteGivesBack) {
  run_victim("use_delete");
  EXPECT_EQ(seen_through("give_back_by_delete").with_whole_canary, 1U);
}

TEST_F(FreeWitnessTest, SeesTheBlockThatReallocLeftBehind) {
  run_victim("move");
  const CallPathCount seen = seen_through("outgrow");
  EXPECT_EQ(seen.blocks, 1U);
  EXPECT_EQ(seen.with_whole_canary, 1U);
}

TEST_F(FreeWitnessTest, ABlockThatReallocKeptInPlaceWasNotGivenBack) {
  run_victim("stay_in_place");
  EXPECT_EQ(seen_through("shrink").blocks, 0U);
}

TEST_F(FreeWitnessTest, NullIsNoBlock) {
  run_victim("give_null_back");
  EXPECT_EQ(seen_through("give_nothing_back").blocks, 0U);
}

TEST_F(FreeWitnessTest, LosesNoBlockOfThreadsThatGiveBackAtOnce) {
  run_victim("use_threads");
  const CallPathCount seen = seen_through("give_back_as_it_is");
  EXPECT_EQ(seen.blocks, 160'000U);
  EXPECT_EQ(seen.with_whole_canary, 160'000U);
  EXPECT_EQ(record_.read().unplaced_with_canary, 0U);
}

TEST_F(FreeWitnessTest, AFullTableIsToldAndLosesNoCanary) {
  run_victim("take_many_paths");
  const Sighting sighting = record_.read();
  const std::uint64_t placed = std::accumulate(
      sighting.paths.begin(), sighting.paths.end(), std::uint64_t{0},
      [](std::uint64_t sum, const CallPathCount& path) { return sum + path.with_canary; });
  EXPECT_GT(sighting.unplaced, 10'000U);
  EXPECT_LE(sighting.paths.size(), kMostCallPaths);
  EXPECT_EQ(placed + sighting.unplaced_with_canary, 16'384U);

  Symbols symbols(sighting.modules);
  const CheckResult result = judge_after_one_canary(sighting, symbols);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.summary, HasSubstr("there was no room"));
  EXPECT_EQ(result.evidence.back(), std::to_string(sighting.unplaced_with_canary) +
                                        " blocks more, for whose call paths there was no room");
}

TEST_F(FreeWitnessTest, FindsTheCallersOfAFunctionWhoseFrameVaries) {
  run_victim("vary_frames");
  EXPECT_EQ(seen_through("give_back_as_it_is").blocks, 2000U);
  EXPECT_EQ(seen_through("vary_frames").blocks, 2000U);
  EXPECT_EQ(paths_through("vary_frames"), 1U);
}

TEST_F(FreeWitnessTest, TakesNoMemoryForBlocksOnWaysThatItKnows) {
  start_victim("churn");
  await("WARM");
  const std::uint64_t before = size_of_process(victim_->pid());
  await("DONE");
  EXPECT_GT(before, 0U);
  EXPECT_EQ(size_of_process(victim_->pid()), before);
  EXPECT_EQ(seen_through("give_back_as_it_is").blocks, 400'000U);
}

TEST_F(FreeWitnessTest, CountsNothingWhilePaused) {
  record_.pause();
  run_victim("keep");
  EXPECT_EQ(record_.read().blocks, 0U);
}

TEST_F(FreeWitnessTest, ForgetsWhatWasSeenAndNotWhatToLookFor) {
  run_victim("keep");
  record_.forget();
  EXPECT_EQ(record_.read().blocks, 0U);
  EXPECT_EQ(seen_through("give_back_as_it_is").blocks, 0U);
}

TEST_F(FreeWitnessTest, AProgramThatTheFirstOneStartsStaysOut) {
  run_victim("start_child");
  const Sighting sighting = record_.read();
  EXPECT_EQ(sighting.process, static_cast<std::uint64_t>(victim_->pid()));
  EXPECT_EQ(sighting.bystanders, 1U);
  EXPECT_EQ(seen_through("give_back_as_it_is").blocks, 0U);
}

TEST_F(FreeWitnessTest, TheProgramCannotCutTheRecordShort) {
  const int file = open(record_.path().c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(file, 0);
  EXPECT_EQ(ftruncate(file, 0), -1);
  EXPECT_EQ(errno, EPERM);
  close(file);
}

#ifdef ADA_VICTIM_PROGRAM

class AdaFreeWitnessTest : public FreeWitnessTest {
 protected:
  AdaFreeWitnessTest() : FreeWitnessTest(ADA_VICTIM_PROGRAM, "ada_victim.") {}
};

TEST_F(AdaFreeWitnessTest, CountsBlocksWithACanaryByTheProcedureThatGaveThemBack) {
  run_victim("keep");
  const CallPathCount seen = seen_through("give_back");
  EXPECT_EQ(seen.blocks, 5U);
  EXPECT_EQ(seen.with_whole_canary, 5U);
}

TEST_F(AdaFreeWitnessTest, SeesNoCanaryInBlocksThatWereWiped) {
  run_victim("wipe");
  EXPECT_EQ(seen_through("give_back").blocks, 5U);
  EXPECT_EQ(seen_through("give_back").with_canary, 0U);
}

TEST_F(AdaFreeWitnessTest, EvidenceHasTheNamesOfTheSource) {
  run_victim("keep");
  const Sighting sighting = record_.read();
  Symbols symbols(sighting.modules);
  EXPECT_THAT(
      judge_after_one_canary(sighting, symbols).evidence,
      testing::ElementsAre(HasSubstr("whole canary: ada_victim.give_back (ada_victim.adb:")));
}

#endif

/// What a shell says of how a program ended that had the library and this file as its record.
std::string end_of_program_with_record(const std::string& path) {
  process::ChildProcess shell(
      {.program = "/bin/sh",
       .arguments = {"-c", VICTIM_PROGRAM " keep_and_end ''; echo $?"},
       .environment = {{"LD_PRELOAD", WITNESS_LIBRARY}, {kFileVariable, path}}});
  return shell.next_line(std::chrono::seconds(20)).value_or("nothing");
}

TEST(FreeWitnessRecordTest, AProgramRunsAsEverWithARecordThatIsNone) {
  const std::string folder = testing::TempDir() + "orbbench-record-" + std::to_string(getpid());
  ASSERT_EQ(mkdir(folder.c_str(), 0700), 0);
  const std::string short_file = folder + "/short";
  std::ofstream(short_file) << "not a record";
  const std::string empty_record = folder + "/zeros";
  std::ofstream(empty_record).put('\0');
  ASSERT_EQ(truncate(empty_record.c_str(), sizeof(Record)), 0);
  for (const std::string& file : {short_file, empty_record}) {
    chmod(file.c_str(), 0600);
  }
  for (const std::string& path : {std::string(), folder, folder + "/absent",
                                  std::string("/dev/zero"), short_file, empty_record}) {
    EXPECT_EQ(end_of_program_with_record(path), "0") << path;
  }
  for (const std::string& file : {short_file, empty_record}) {
    unlink(file.c_str());
  }
  rmdir(folder.c_str());
}

}  // namespace
}  // namespace orbbench::tests
