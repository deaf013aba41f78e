// `orbbench work` as its users call it.

#include <fstream>
#include <nlohmann/json.hpp>

#include "shared_work_fixture.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr int kUsage = 64;

class WorkCommandTest : public SharedWorkFixture {
 protected:
  std::string state_of(const std::string& id) {
    const Finished shown = run({"work", "show", id, "--json"});
    EXPECT_EQ(shown.status, 0) << shown.errors;
    return json::parse(shown.output).at("state");
  }

  void expect_usage_error(const std::vector<std::string>& arguments, const std::string& reason) {
    const Finished refused = run(arguments);
    EXPECT_EQ(refused.status, kUsage) << refused.output;
    EXPECT_THAT(refused.errors, HasSubstr("orbbench: " + reason));
    EXPECT_EQ(std::ranges::count(refused.errors, '\n'), 1) << refused.errors;
  }
};

TEST_F(WorkCommandTest, SC06_ARunIsPausedResumedSnoozedHastenedAndCancelled) {
  const std::string id = submit(soak().text());
  EXPECT_EQ(state_of(id), "queued");
  EXPECT_EQ(run({"work", "pause", id.substr(0, 8)}).status, 0);
  EXPECT_EQ(state_of(id), "paused");
  EXPECT_EQ(run({"work", "resume", id}).status, 0);
  EXPECT_EQ(state_of(id), "queued");
  EXPECT_EQ(run({"work", "snooze", id, "--for", "3600"}).status, 0);
  EXPECT_FALSE(queue().lease("anyone", std::chrono::seconds(1)));
  EXPECT_EQ(run({"work", "run-now", id}).status, 0);
  EXPECT_TRUE(queue().lease("anyone", std::chrono::seconds(1)));
  EXPECT_EQ(run({"work", "cancel", id}).status, 0);
  EXPECT_EQ(state_of(id), "cancelled");
  expect_usage_error({"work", "resume", id}, "work " + id + " is over");
}

TEST_F(WorkCommandTest, RunsAreListedTheLatestFirst) {
  const std::string first = submit(soak().text());
  const std::string second = submit(soak().text());
  const Finished listed = run({"work", "list"});
  EXPECT_THAT(listed.output,
              ContainsRegex("queued +soak +0/8 +" + second + "\n.*queued +soak +0/8 +" + first));
  const json all = json::parse(run({"work", "list", "--json"}).output);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].at("work_id"), second);
  EXPECT_EQ(all[0].at("items").at("ready"), 8);
}

TEST_F(WorkCommandTest, OnlyTheLatestThatAreOverAreKept) {
  const std::vector<std::string> ids{submit(soak().text()), submit(soak().text()),
                                     submit(soak().text())};
  run({"work", "cancel", ids[0]});
  run({"work", "cancel", ids[1]});
  const Finished kept = run({"work", "list", "--keep", "1"});
  EXPECT_THAT(kept.errors, HasSubstr("removed 1 run\n"));
  EXPECT_THAT(kept.output, AllOf(Not(HasSubstr(ids[0])), HasSubstr(ids[1]), HasSubstr(ids[2])));
}

TEST_F(WorkCommandTest, AMistakeIsOneLine) {
  const auto file = folder() / "bad.json";
  std::ofstream(file) << R"({"kind": "soak", "rate": 0})";
  expect_usage_error({"work", "submit", file}, "plan: ");
  expect_usage_error({"work", "submit", folder() / "none"}, "cannot read ");
  expect_usage_error({"work", "show", "abcdef"}, "there is no work 'abcdef'");
  const std::string id = submit(soak().text());
  expect_usage_error({"work", "snooze", id}, "say how long with --for");
  expect_usage_error({"work", "snooze", id, "--until", "soon"}, "--until is \"soon\"");
  expect_usage_error({"worker", "--reports", folder() / "none"}, "there is no folder ");
}

}  // namespace
}  // namespace orbbench::tests
