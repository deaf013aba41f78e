// How a shared soak is cut into items, and what is made of their results.

#include <gmock/gmock.h>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/store/run_json.hpp"
#include "soak/interval_form.hpp"
#include "worker/soak_conclusion.hpp"
#include "worker/submission.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using namespace std::chrono_literals;
using orb_client::ConfigError;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr const char* kPlan = R"({"kind": "soak", "rate": 300, "duration_s": 2.5, "interval_s": 1,
    "generators": 3, "payload_octets": 64,
    "core": "localhost:12000", "metrics": "http://localhost:9091/metrics"})";
constexpr const char* kWork = "11111111-2222-4333-8444-555555555555";

const store::Instant kStart = store::parse_instant("2026-11-21T22:00:00Z");

metrics::LatencyHistogram histogram_of(const std::vector<std::chrono::nanoseconds>& times) {
  metrics::LatencyHistogram histogram;
  for (const auto time : times) {
    histogram.record(time);
  }
  return histogram;
}

/// An item of which each call took that long.
MeasuredItem measured(std::size_t ordinal, std::size_t calls, std::chrono::nanoseconds time,
                      std::chrono::microseconds begin) {
  MeasuredItem item{"worker-" + std::to_string(ordinal % 2), {}};
  SoakInterval& interval = item.interval;
  interval.index = ordinal;
  interval.started = kStart + begin;
  interval.length = 1s;
  interval.calls.outcomes[Outcome::Ok] = calls;
  const SparseHistogram times(histogram_of(std::vector(calls, time)));
  interval.calls.times = {times, times, SparseHistogram(histogram_of(std::vector(calls, 1000ns)))};
  interval.core = CoreSample{};
  interval.core->calls = calls;
  interval.core->resident_octets = 1e6;
  interval.core->process_start_time = 1;
  interval.core->threads = static_cast<double>(ordinal);
  return item;
}

/// All of the plan's items, 100 calls each, 50 in the last stretch.
std::vector<MeasuredItem> all_items() {
  std::vector<MeasuredItem> items;
  for (std::size_t ordinal = 0; ordinal < 9; ++ordinal) {
    const std::size_t stretch = ordinal / 3;
    items.push_back(
        measured(ordinal, stretch == 2 ? 50 : 100, (ordinal + 1) * 1ms,
                 std::chrono::seconds(stretch) + std::chrono::milliseconds(10 * (ordinal % 3))));
  }
  return items;
}

std::vector<work::ItemInfo> stored(const std::vector<MeasuredItem>& measured) {
  std::vector<work::ItemInfo> items;
  for (const MeasuredItem& one : measured) {
    work::ItemInfo item;
    item.ordinal = static_cast<int>(one.interval.index);
    item.state = work::ItemState::Done;
    item.leased_by = one.worker;
    item.result = store::to_json(stored_form(one.interval, kWork));
    items.push_back(item);
  }
  return items;
}

work::RunInfo run_info() {
  work::RunInfo run;
  run.work_id = kWork;
  run.kind = "soak";
  run.plan = kPlan;
  run.created_at = kStart;
  return run;
}

std::string verdict_of(const store::StoredRun& run, const std::string& check) {
  const auto found = std::ranges::find(run.checks, check, &store::StoredCheck::name);
  return found == run.checks.end() ? "missing" : found->verdict;
}

TEST(SoakItemTest, APlanIsCutIntoStretchesAndGenerators) {
  const SharedSoak soak = parse_shared_soak(kPlan);
  EXPECT_EQ(soak.plan.intervals(), 3U);
  EXPECT_EQ(soak.items(), 9U);
  EXPECT_EQ(split_plan("soak", kPlan).size(), 9U);
  EXPECT_EQ(soak.plan_of_item(0).scenario.arrivals.expected_calls(), 100);
  EXPECT_EQ(soak.plan_of_item(5).interval, 1s);
  EXPECT_EQ(soak.plan_of_item(5).intervals(), 1U);
  // The last stretch is what is left.
  EXPECT_EQ(soak.plan_of_item(8).interval, 500ms);
  EXPECT_EQ(soak.plan_of_item(8).scenario.arrivals.expected_calls(), 50);
}

TEST(SoakItemTest, AMistakeIsNamedWithItsPlace) {
  const auto refused = [](const std::string& plan, const std::string& reason) {
    EXPECT_THAT([&] { parse_shared_soak(plan); }, ThrowsMessage<ConfigError>(HasSubstr(reason)));
  };
  const std::string target = R"("core": "a:1", "metrics": "http://a:2/metrics")";
  refused("{" + target + R"(, "duration_s": 1})", "plan: rate is missing");
  refused("{" + target + R"(, "rate": 1})", "plan: duration_s is missing");
  refused(R"({"rate": 1, "duration_s": 1})", "plan: core is missing");
  refused(R"({"rate": 1, "duration_s": 1, "core": "a:1"})", "plan: metrics is missing");
  refused("{" + target + R"(, "rate": 0, "duration_s": 1})", "plan: rate must be a number from");
  refused("{" + target + R"(, "rate": 1, "duration_s": 1, "generators": 0})",
          "plan: generators must be a whole number from 1 to 1000");
  refused("{" + target + R"(, "rate": 1, "duration_s": 600000, "interval_s": 0.1})",
          "plan: interval_s makes 6000000 items");
}

TEST(SoakItemTest, GeneratorsOfAStretchMergeExactly) {
  const SharedSoak soak = parse_shared_soak(kPlan);
  const auto stretches = merge_stretches(soak, all_items());
  ASSERT_EQ(stretches.size(), 3U);
  EXPECT_EQ(stretches[0].calls.outcomes.calls(), 300U);
  std::vector<std::chrono::nanoseconds> times(100, 1ms);
  times.insert(times.end(), 100, 2ms);
  times.insert(times.end(), 100, 3ms);
  EXPECT_EQ(stretches[0].calls.times.from_intended.expand(),
            SparseHistogram(histogram_of(times)).expand());
  // The look that was taken last, after all calls until then.
  EXPECT_EQ(stretches[1].core->threads, 5);
  EXPECT_EQ(stretches[1].core->calls, 600U);
  EXPECT_EQ(stretches[2].core->calls, 750U);
}

TEST(SoakItemTest, AStretchThatLacksAnItemIsLeftOut) {
  auto items = all_items();
  items.erase(items.begin() + 4);
  const auto stretches = merge_stretches(parse_shared_soak(kPlan), items);
  ASSERT_EQ(stretches.size(), 2U);
  EXPECT_EQ(stretches[1].index, 2U);
}

TEST(SoakItemTest, GeneratorsThatDidNotWorkTogetherAreToldOf) {
  const SharedSoak soak = parse_shared_soak(kPlan);
  auto items = all_items();
  EXPECT_THAT(stretches_apart(soak, items), IsEmpty());
  items[4].interval.started += 600ms;
  EXPECT_THAT(stretches_apart(soak, items), ElementsAre(1U));
}

TEST(SoakConclusionTest, TheWholeIsOneRunUnderTheWorksId) {
  const SharedSoak soak = parse_shared_soak(kPlan);
  const store::StoredRun run = conclude_soak(soak, run_info(), stored(all_items()));
  EXPECT_EQ(run.uuid, kWork);
  EXPECT_EQ(run.kind, "soak");
  EXPECT_EQ(verdict_of(run, "soak.items"), "pass");
  EXPECT_EQ(verdict_of(run, "soak.rate"), "pass");
  EXPECT_EQ(verdict_of(run, "soak.errors"), "pass");
  EXPECT_EQ(verdict_of(run, "soak.end"), "pass");
  const auto histogram =
      std::ranges::find(run.histograms, "soak.latency/latency", &store::StoredHistogram::name);
  ASSERT_NE(histogram, run.histograms.end());
  EXPECT_EQ(metrics::decode_hdr(histogram->octets).count(), 750U);
  // Whoever else concludes it comes to the same.
  store::StoredRun again = conclude_soak(soak, run_info(), stored(all_items()));
  EXPECT_EQ(again, run);
}

TEST(SoakConclusionTest, AnItemThatFailedIsAFailureOfTheSoak) {
  auto items = stored(all_items());
  items[4].state = work::ItemState::Failed;
  items[4].result.clear();
  items[4].error = "retries exhausted: no route";
  const store::StoredRun run = conclude_soak(parse_shared_soak(kPlan), run_info(), items);
  EXPECT_EQ(run.verdict, "fail");
  EXPECT_EQ(verdict_of(run, "soak.items"), "fail");
  EXPECT_EQ(verdict_of(run, "soak.end"), "inconclusive");
  const auto check = std::ranges::find(run.checks, "soak.items", &store::StoredCheck::name);
  EXPECT_THAT(check->evidence, ElementsAre("item 4: retries exhausted: no route"));
}

TEST(SoakConclusionTest, AnAttemptThatFailedAtTheCoreIsAFailureAndALostOneIsNot) {
  auto items = stored(all_items());
  work::Attempt first;
  first.worker = "a";
  first.outcome = "expired";
  items[4].history = {first};
  EXPECT_EQ(verdict_of(conclude_soak(parse_shared_soak(kPlan), run_info(), items), "soak.items"),
            "pass");
  first.outcome = "failed";
  first.error = "no reply";
  items[4].history = {first};
  const store::StoredRun run = conclude_soak(parse_shared_soak(kPlan), run_info(), items);
  EXPECT_EQ(run.verdict, "fail");
  const auto check = std::ranges::find(run.checks, "soak.items", &store::StoredCheck::name);
  EXPECT_THAT(check->evidence, ElementsAre("item 4, attempt of a: no reply"));
}

TEST(SoakConclusionTest, NoItemAtAllIsASoakThatFailed) {
  auto items = stored(all_items());
  for (work::ItemInfo& item : items) {
    item.state = work::ItemState::Failed;
    item.result.clear();
  }
  const store::StoredRun run = conclude_soak(parse_shared_soak(kPlan), run_info(), items);
  EXPECT_EQ(run.verdict, "fail");
  EXPECT_TRUE(run.points.empty());
}

TEST(SubmissionTest, APlansFileSaysItsKindAndWhatIsMoreOfItsRun) {
  const work::NewRun soak = read_submission(kPlan);
  EXPECT_EQ(soak.kind, "soak");
  EXPECT_EQ(soak.priority, 0);
  EXPECT_EQ(soak.max_attempts, 5);
  EXPECT_EQ(soak.payloads.size(), 9U);
  const work::NewRun pipeline = read_submission(R"({"kind": "pipeline", "core": "a:1",
      "priority": -3, "max_attempts": 2, "steps": [{"name": "a", "operation": "ping"}]})");
  EXPECT_EQ(pipeline.priority, -3);
  EXPECT_EQ(pipeline.max_attempts, 2);
  EXPECT_EQ(pipeline.payloads.size(), 1U);
  EXPECT_THAT([] { read_submission(R"({"kind": "dance"})"); },
              ThrowsMessage<ConfigError>(HasSubstr("kind must be pipeline or soak")));
  EXPECT_THROW(read_submission(R"({"steps": []})"), ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
