// Nights in seconds: a schedule is due on a clock that the test sets, a worker soaks the core, the
// verdict and the report are kept, and Prometheus sees what became of it.

#include <fstream>
#include <iterator>

#include "orbbench/work/schedules.hpp"
#include "prometheus_server.hpp"
#include "rule_files.hpp"
#include "shared_work_fixture.hpp"
#include "worker/submission.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string contents(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ShortenedNightTest : public SharedWorkFixture {
 protected:
  void SetUp() override {
    if (const std::string reason = why_no_prometheus(); !reason.empty()) {
      GTEST_SKIP() << reason;
    }
    SharedWorkFixture::SetUp();
    schedules_.emplace(server().connection_string());
    fs::create_directory(reports());
    worker_ = start_worker("night", {"--metrics-port", "0", "--reports", reports()});
    watch();
  }

  void TearDown() override {
    prometheus_.reset();
    worker_.reset();
    schedules_.reset();
    if (!IsSkipped()) {
      SharedWorkFixture::TearDown();
    }
  }

  fs::path reports() const { return folder() / "reports"; }

  void watch() {
    ASSERT_TRUE(worker_->await_output("worker: "));
    const std::string& output = worker_->output();
    const std::size_t begin = output.find("metrics: port ") + 14;
    const std::string port = output.substr(begin, output.find('\n', begin) - begin);
    prometheus_.emplace(
        PrometheusServer::Settings{.targets = {{"soak", {"127.0.0.1:" + port}}},
                                   .rules = {contents(alerts_folder() / "soak.rules.yml")}});
  }

  void plan_nights() {
    SoakFile file = soak();
    file.generators = 1;  // one worker is all there is
    file.duration_s = 4;
    file.interval_s = 0.2;
    ASSERT_TRUE(schedules_->add({.name = "nightly",
                                 .timing = {.kind = work::ScheduleKind::Cron,
                                            .expression = "0 2 * * *",
                                            .time_zone = "Europe/Berlin",
                                            .starts = at("2026-11-20T00:00:00Z")},
                                 .work_kind = "soak",
                                 .plan = file.text()},
                                at("2026-11-20T12:00:00Z")));
  }

  static work::Instant at(const std::string& text) { return store::parse_instant(text); }

  /// Ids of the work that is made at that time.
  std::vector<std::string> fire(const std::string& now) {
    std::vector<std::string> made;
    for (const work::Firing& firing : schedules_->fire_due(bench::split_plan, at(now))) {
      EXPECT_EQ(firing.problem, "");
      made.push_back(firing.work_id);
    }
    return made;
  }

  bool is_firing(const std::string& alert) {
    for (const auto& labels : prometheus_->firing()) {
      if (labels.at("alertname") == alert) {
        return true;
      }
    }
    return false;
  }

  static std::string all_verdicts(const store::StoredRun& run) {
    std::string text;
    for (const store::StoredCheck& check : run.checks) {
      text += check.name + " " + check.verdict + ": " + check.summary + "\n";
    }
    return text;
  }

  void expect_kept(const store::StoredRun& run, const std::string& verdict) {
    EXPECT_EQ(run.kind, "soak");
    EXPECT_EQ(run.verdict, verdict) << all_verdicts(run);
    EXPECT_TRUE(worker_->await_output("soak " + run.uuid + ": " + verdict));
    const std::string page = contents(reports() / (run.uuid + ".html"));
    EXPECT_THAT(page, HasSubstr("<!DOCTYPE html>"));
    EXPECT_THAT(page, HasSubstr("soak.errors"));
    EXPECT_THAT(page, HasSubstr(verdict));
  }

  std::optional<work::Schedules> schedules_;
  std::unique_ptr<CommandRun> worker_;
  std::optional<PrometheusServer> prometheus_;
};

TEST_F(ShortenedNightTest, ASoundNightIsSilentAndABadOneRaisesTheAlarm) {
  plan_nights();
  EXPECT_THAT(fire("2026-11-21T00:59:59Z"), IsEmpty());
  const auto good = fire("2026-11-21T01:00:00Z");
  ASSERT_EQ(good.size(), 1U);
  EXPECT_THAT(fire("2026-11-21T01:00:05Z"), IsEmpty()) << "it was fired twice";
  const store::StoredRun first = await_result(good.front());
  EXPECT_THAT(verdict_of(first, "soak.errors"), StartsWith("pass"));
  expect_kept(first, "pass");
  EXPECT_TRUE(eventually(
      [&] { return !prometheus_->query("orbbench_soak_verdict{verdict=\"pass\"} == 1").empty(); }));
  EXPECT_FALSE(is_firing("SoakFailed"));

  const auto bad = fire("2026-11-22T01:00:00Z");
  ASSERT_EQ(bad.size(), 1U);
  await_item_of("night", bad.front());
  lose_replies(3);
  const store::StoredRun second = await_result(bad.front());
  // By the calls that got no reply, or by the attempts that could not begin without theirs.
  EXPECT_THAT(all_verdicts(second),
              AnyOf(HasSubstr("soak.errors fail: "), HasSubstr("soak.items fail: ")));
  expect_kept(second, "fail");
  EXPECT_TRUE(eventually([&] { return is_firing("SoakFailed"); }));
  EXPECT_THAT(prometheus_->rule_errors(), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
