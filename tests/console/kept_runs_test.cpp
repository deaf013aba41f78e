#include "console/kept_runs.hpp"

#include <gmock/gmock.h>

#include <exception>

namespace orbbench::console {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kRun = R"({"format":"orbbench-run","version":1,"uuid":"0f","kind":"validate",
"started_at":"2026-01-02T03:04:05.000000Z","verdict":"fail","commit":"","fingerprint":{},
"checks":[{"name":"witness.object","verdict":"fail","summary":"seen","evidence":["one"]}],
"figures":[{"check":"witness.object","name":"copies","unit":"","value":2},
{"check":"witness.object","name":"ratio","unit":"","value":"nan"}],
"histograms":[],"points":[],
"tables":[{"check":"witness.object","name":"exposure","columns":["path","place"],
"rows":[["create","heap"]]}]})";

CheckResult check(const std::string& name, std::map<std::string, double> figures) {
  CheckResult result;
  result.check = name;
  result.figures = std::move(figures);
  return result;
}

TEST(KeptRunsTest, TheHistoryIsRead) {
  EXPECT_THAT(parse_history("[]\n"), IsEmpty());
  const auto runs = parse_history(
      R"([{"uuid":"0f","kind":"soak","started_at":"2026-01-02T03:04:05Z","verdict":"pass","commit":"c"}])");
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(runs[0].id, "0f");
  EXPECT_EQ(runs[0].verdict, "pass");
}

TEST(KeptRunsTest, WhatIsNoHistoryIsRefused) {
  for (const char* text : {"", "{", "[1]", R"([{"uuid":7}])", R"({"a":"b"})"}) {
    EXPECT_THROW(parse_history(text), std::exception) << text;
    EXPECT_THROW(parse_kept_run(text), std::exception) << text;
  }
}

TEST(KeptRunsTest, ARunHasItsFiguresAndThePlacesAsDetails) {
  const auto results = parse_kept_run(kRun);
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].check, "witness.object");
  EXPECT_EQ(results[0].run, "0f");
  EXPECT_THAT(results[0].details, ElementsAre("one", "path create; place heap"));
  EXPECT_THAT(results[0].figures, ElementsAre(testing::Pair("copies", 2)));
  EXPECT_EQ(std::chrono::system_clock::to_time_t(results[0].time), 1767323045);
}

TEST(KeptRunsTest, FiguresOfTwoRunsStandSideBySide) {
  const auto pairs = side_by_side({check("a", {{"x", 2}, {"zero", 0}})},
                                  {check("a", {{"x", 3}, {"zero", 1}}), check("b", {{"y", 1}})});
  ASSERT_THAT(pairs, SizeIs(3));
  EXPECT_EQ(pairs[0].figure, "x");
  EXPECT_EQ(pairs[0].ratio(), 1.5);
  EXPECT_EQ(pairs[1].ratio(), std::nullopt) << "nothing is a multiple of 0";
  EXPECT_EQ(pairs[2].first, std::nullopt);
  EXPECT_EQ(pairs[2].second, 1);
  EXPECT_EQ(pairs[2].ratio(), std::nullopt);
}

TEST(RunBookTest, TheLaterResultCountsWhicheverComesFirst) {
  RunBook book;
  CheckResult late = check("a", {{"x", 1}});
  late.time = std::chrono::system_clock::now();
  CheckResult early = check("a", {{"x", 2}});
  book.record(late);
  const auto revision = book.revision();
  book.record(early);
  EXPECT_EQ(book.latest("a")->figures.at("x"), 1);
  EXPECT_EQ(book.revision(), revision);
  EXPECT_FALSE(book.latest("b").has_value());
  EXPECT_THAT(book.all(), SizeIs(1));
}

}  // namespace
}  // namespace orbbench::console
