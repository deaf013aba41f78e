// `orbbench schedule` as its users call it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "../stack/command_run.hpp"
#include "../work/work_fixture.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

constexpr int kUsage = 64;

struct Finished {
  int status;
  std::string output;
  std::string errors;
};

class ScheduleCommandTest : public WorkFixture {
 protected:
  ScheduleCommandTest() {
    std::string path = fs::temp_directory_path() / "orbbench-schedules.XXXXXX";
    folder_ = mkdtemp(path.data());
    std::ofstream(folder_ / "plan.json") << R"({"kind": "pipeline", "priority": 3,
      "core": "localhost:12000", "steps": [{"name": "one", "operation": "ping"}]})";
  }
  ~ScheduleCommandTest() override { fs::remove_all(folder_); }

  Finished run(const Arguments& further) const {
    Arguments arguments{"schedule"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    CommandRun command(
        arguments, {"XDG_DATA_HOME=" + folder_.string(), "ORBBENCH_RESULTS_URL=" + connection()});
    const int status = command.exit_status();
    return {status, command.output(), command.errors()};
  }

  std::string plan() const { return folder_ / "plan.json"; }

  fs::path folder_;
};

TEST_F(ScheduleCommandTest, SC01_AScheduleIsAddedShownAndRemoved) {
  const Finished added =
      run({"add", "nightly", plan(), "--cron", "0 22 * * *", "--zone", "Europe/Berlin"});
  ASSERT_EQ(added.status, 0) << added.errors;
  EXPECT_THAT(added.output, AllOf(StartsWith("nightly  active  next "),
                                  HasSubstr("cron 0 22 * * * (Europe/Berlin)  pipeline\n")));
  const Finished again = run({"add", "nightly", plan(), "--every", "8h"});
  EXPECT_EQ(again.status, kUsage);
  EXPECT_THAT(again.errors, HasSubstr("there is a schedule 'nightly' already"));
  EXPECT_THAT(run({"next", "nightly", "--count", "2", "--after", "2027-03-27T00:00:00Z"}).output,
              "2027-03-27T21:00:00Z\n2027-03-28T20:00:00Z\n");
  EXPECT_THAT(run({"pause", "nightly"}).output, StartsWith("nightly  paused  not due"));
  EXPECT_THAT(run({"resume", "nightly"}).output, StartsWith("nightly  active  next "));
  const json shown = json::parse(run({"show", "nightly"}).output);
  EXPECT_EQ(shown.at("work_kind"), "pipeline");
  EXPECT_EQ(shown.at("priority"), 3);
  const Finished ran = run({"run", "nightly"});
  EXPECT_EQ(ran.status, 0) << ran.errors;
  EXPECT_THAT(ran.output, StartsWith("work: "));
  EXPECT_EQ(json::parse(run({"list", "--json"}).output).size(), 1U);
  EXPECT_EQ(run({"remove", "nightly"}).status, 0);
  EXPECT_EQ(run({"remove", "nightly"}).status, kUsage);
  EXPECT_EQ(json::parse(run({"list", "--json"}).output).size(), 0U);
}

TEST_F(ScheduleCommandTest, SC01_ATimingCanBeTriedBeforeItIsAdded) {
  const Finished tried =
      run({"next", "--rrule", "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=22;BYMINUTE=0;BYSECOND=0", "--zone",
           "America/New_York", "--starts", "2026-01-01T00:00:00Z", "--after",
           "2026-02-01T00:00:00Z", "--count", "2"});
  EXPECT_EQ(tried.output, "2026-02-28T03:00:00Z\n2026-03-28T02:00:00Z\n");
  EXPECT_EQ(run({"next", "--at", "2026-12-24T22:00", "--starts", "2026-01-01T00:00:00Z", "--after",
                 "2026-01-01T00:00:00Z"})
                .output,
            "2026-12-24T22:00:00Z\n");
}

TEST_F(ScheduleCommandTest, WhatCannotBeIsRefusedInOneLine) {
  std::ofstream(folder_ / "text") << "no plan";
  for (const Arguments& arguments :
       std::vector<Arguments>{{},
                              {"add", "x"},
                              {"add", "x", plan()},
                              {"add", "x", folder_ / "none", "--every", "1h"},
                              {"add", "x", folder_ / "text", "--every", "1h"},
                              {"add", "a name", plan(), "--every", "1h"},
                              {"add", "x", plan(), "--every", "1h", "--cron", "0 0 * * *"},
                              {"add", "x", plan(), "--cron", "61 * * * *"},
                              {"add", "x", plan(), "--rrule", "FREQ=NIGHTLY"},
                              {"add", "x", plan(), "--at", "2020-01-01T00:00"},
                              {"add", "x", plan(), "--every", "1h", "--zone", "Europe/Nowhere"},
                              {"add", "x", plan(), "--every", "1h", "--starts", "soon"},
                              {"next"},
                              {"next", "x", "--every", "1h"},
                              {"next", "--every", "1h", "--count", "0"},
                              {"show", "none"},
                              {"pause", "none"},
                              {"run", "none"}}) {
    const Finished refused = run(arguments);
    EXPECT_EQ(refused.status, kUsage) << testing::PrintToString(arguments) << refused.errors;
    EXPECT_EQ(std::ranges::count(refused.errors, '\n'), 1) << refused.errors;
  }
}

}  // namespace
}  // namespace orbbench::tests
