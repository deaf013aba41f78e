#include "orbbench/store/figure_series.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "sample_run.hpp"
#include "store_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::store;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string kCheck = "latency.ping";
const std::string kFigure = "latency_us_p50";

class FigureSeriesTest : public StartedStoreFixture {
 protected:
  static StoredRun measured(int minutes, double value) {
    StoredRun run = make_run(minutes);
    run.fingerprint = {{"processor", "one"}, {"processors", "2"}, {"build", "release"}};
    run.checks = {{kCheck, "pass", "", {}}};
    run.figures = {{kCheck, kFigure, "us", value},
                   {kCheck, "calls", "", 7},
                   {kCheck, "offered_calls_per_second", "", 500}};
    return run;
  }

  void keep(const std::vector<StoredRun>& runs) const {
    ResultsStore results = store();
    for (const StoredRun& run : runs) {
      results.save(run);
    }
  }

  std::vector<FigureSeries> ask_for(const SeriesQuery& query = {.figures = {kFigure}}) const {
    return store().figure_series(query);
  }

  static std::vector<double> values_of(const FigureSeries& series) {
    std::vector<double> values;
    for (const FigureOfRun& run : series.runs) {
      values.push_back(run.value);
    }
    return values;
  }

  static std::vector<std::string> figures_of(const std::vector<FigureSeries>& all) {
    std::vector<std::string> names;
    for (const FigureSeries& series : all) {
      names.push_back(series.check + " " + series.figure);
    }
    return names;
  }
};

TEST_F(FigureSeriesTest, HasEachRunTheOldestFirst) {
  const std::vector<StoredRun> runs{measured(2, 0.1 + 0.2), measured(1, 30), measured(3, 20)};
  keep(runs);
  const auto all = ask_for();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].check, kCheck);
  EXPECT_EQ(all[0].figure, kFigure);
  EXPECT_EQ(all[0].unit, "us");
  EXPECT_EQ(all[0].offered_calls_per_second, 500);
  EXPECT_EQ(all[0].machine, runs[0].fingerprint);
  EXPECT_THAT(values_of(all[0]), ElementsAre(30, 0.1 + 0.2, 20));
  EXPECT_EQ(all[0].runs[1],
            (FigureOfRun{runs[0].uuid, runs[0].started, runs[0].commit, 0.1 + 0.2}));
}

TEST_F(FigureSeriesTest, KeepsMachinesBuildsAndLoadsApart) {
  std::vector<StoredRun> runs{measured(1, 1), measured(2, 2), measured(3, 3),
                              measured(4, 4), measured(5, 5), measured(6, 6)};
  runs[1].fingerprint["processor"] = "another";
  runs[2].fingerprint["processors"] = "64";
  runs[3].fingerprint["build"] = "debug";
  runs[4].figures[2].value = 1000;
  runs[5].fingerprint["kernel"] = "another";  // the machine is the same
  keep(runs);
  const auto all = ask_for();
  ASSERT_EQ(all.size(), 5U);
  const auto longest = std::ranges::max_element(
      all, {}, [](const FigureSeries& series) { return series.runs.size(); });
  EXPECT_THAT(values_of(*longest), ElementsAre(1, 6));
}

TEST_F(FigureSeriesTest, KeepsWhatIsUnknownApart) {
  std::vector<StoredRun> runs{measured(1, 1), measured(2, 2), measured(3, 3)};
  runs[1].fingerprint = {};
  runs[1].figures.pop_back();
  runs[2] = runs[1];
  runs[2].uuid = make_uuid();
  keep(runs);
  const auto all = ask_for();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].runs.size(), 2U);
  EXPECT_FALSE(all[1].offered_calls_per_second);
  EXPECT_THAT(all[1].machine, IsEmpty());
}

TEST_F(FigureSeriesTest, LeavesOutWhatItsCheckCallsInvalid) {
  std::vector<StoredRun> runs{measured(1, 1), measured(2, 2), measured(3, 3)};
  runs[1].checks[0].verdict = "invalid";
  runs[2].checks = {{kCheck, "fail", "", {}}, {"another", "invalid", "", {}}};
  runs[2].verdict = "invalid";
  keep(runs);
  EXPECT_THAT(values_of(ask_for().at(0)), ElementsAre(1, 3));
}

TEST_F(FigureSeriesTest, HasTheLatestOfEachSeriesWhenThereAreTooMany) {
  std::vector<StoredRun> runs{measured(1, 1), measured(2, 2), measured(3, 3), measured(4, 4)};
  runs[0].fingerprint["build"] = "debug";
  keep(runs);
  const auto all = ask_for({.figures = {kFigure}, .limit = 2});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(values_of(all[0]), ElementsAre(1));
  EXPECT_THAT(values_of(all[1]), ElementsAre(3, 4));
}

TEST_F(FigureSeriesTest, HasWhatWasAskedForInItsOrder) {
  StoredRun other_kind = measured(1, 1);
  other_kind.kind = "validate";
  StoredRun other_check = measured(2, 2);
  other_check.figures.push_back({"latency.a", kFigure, "us", 5});
  keep({other_kind, other_check});
  EXPECT_THAT(
      figures_of(ask_for({.figures = {kFigure, "calls", "absent"}})),
      ElementsAre("latency.a latency_us_p50", "latency.ping latency_us_p50", "latency.ping calls"));
  EXPECT_THAT(figures_of(ask_for({.check = kCheck, .figures = {"calls", kFigure}})),
              ElementsAre("latency.ping calls", "latency.ping latency_us_p50"));
  EXPECT_EQ(ask_for({.kind = "validate", .figures = {kFigure}}).at(0).runs.at(0).uuid,
            other_kind.uuid);
  EXPECT_THAT(ask_for({.kind = "interop", .figures = {kFigure}}), IsEmpty());
  EXPECT_THAT(ask_for({.check = "' OR true --", .figures = {"'", kFigure}}), IsEmpty());
  EXPECT_THAT(ask_for({.figures = {}}), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
