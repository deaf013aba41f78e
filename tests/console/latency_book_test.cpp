#include "console/latency_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "console/latency_charts.hpp"
#include "console/latency_reference.hpp"
#include "console/recording.hpp"

namespace orbbench::console {
namespace {

using namespace std::chrono_literals;
using Clock = LatencyBook::Clock;

constexpr Clock::time_point kBegin{1000s};

class LatencyBookTest : public testing::Test {
 protected:
  const LatencySeries& take(Clock::time_point now) {
    feed_.take(batch_);
    book_.take(batch_, now);
    return book_.series(0);
  }

  SampleFeed feed_;
  SampleFeed::Batch batch_;
  LatencyBook book_{kBegin, 1s};
};

TEST_F(LatencyBookTest, EachIntervalHasItsOwnPercentiles) {
  for (int call = 1; call <= 1000; ++call) {
    feed_.add("ping", kBegin + 100ms, std::chrono::microseconds(call));
    feed_.add("ping", kBegin + 1100ms, std::chrono::microseconds(10 * call));
  }
  const LatencySeries& series = take(kBegin + 2500ms);
  ASSERT_EQ(series.points.size(), 2U);
  EXPECT_EQ(series.points[0].count + series.points[1].count, 2000U);
  EXPECT_EQ(series.count, 2000U);
}

TEST_F(LatencyBookTest, PercentilesAreThoseOfTheCalls) {
  for (int call = 1; call <= 1000; ++call) {
    feed_.add("ping", kBegin, std::chrono::microseconds(call));
  }
  const LatencySeries& series = take(kBegin + 1500ms);
  ASSERT_EQ(series.points.size(), 1U);
  EXPECT_NEAR(series.points[0].p50, 500e-6, 1e-6);
  EXPECT_NEAR(series.points[0].p90, 900e-6, 1e-6);
  EXPECT_NEAR(series.points[0].p99, 990e-6, 1e-6);
  EXPECT_NEAR(series.points[0].p999, 999e-6, 1e-6);
  EXPECT_NEAR(series.points[0].max, 1000e-6, 1e-9);
  EXPECT_DOUBLE_EQ(series.points[0].at, 1.0);
}

TEST_F(LatencyBookTest, AnIntervalUnderWayIsShownAndThenReplaced) {
  feed_.add("ping", kBegin + 100ms, 1ms);
  EXPECT_EQ(take(kBegin + 200ms).points.size(), 1U);
  feed_.add("ping", kBegin + 300ms, 3ms);
  const LatencySeries& series = take(kBegin + 400ms);
  ASSERT_EQ(series.points.size(), 1U);
  EXPECT_EQ(series.points[0].count, 2U);
  take(kBegin + 1200ms);
  ASSERT_EQ(series.points.size(), 1U);
  EXPECT_EQ(series.points[0].count, 2U);
}

TEST_F(LatencyBookTest, AnIntervalWithoutCallsIsAGap) {
  feed_.add("ping", kBegin + 100ms, 1ms);
  take(kBegin + 200ms);
  take(kBegin + 1200ms);
  take(kBegin + 3200ms);
  feed_.add("ping", kBegin + 4100ms, 1ms);
  const LatencySeries& series = take(kBegin + 4200ms);
  ASSERT_EQ(series.points.size(), 3U);
  EXPECT_EQ(series.points[1].count, 0U);
  const Chart chart = time_chart(series, {});
  EXPECT_TRUE(std::isnan(chart.lines[0].points[1].y));
}

TEST_F(LatencyBookTest, SummariesOfARunBecomePoints) {
  feed_.add_summary("soak", kBegin + 1s, 500, 1ms, 2ms, 3ms, 4ms, 5ms);
  feed_.add_summary("soak", kBegin + 2s, 500, 2ms, 3ms, 4ms, 5ms, 6ms);
  const LatencySeries& series = take(kBegin + 2s);
  ASSERT_EQ(series.points.size(), 2U);
  EXPECT_FALSE(series.single_calls);
  EXPECT_DOUBLE_EQ(series.points[1].p99, 0.004);
  ASSERT_EQ(series.spectrum.size(), 4U);
  EXPECT_DOUBLE_EQ(series.spectrum[2].y, 0.004);
  EXPECT_EQ(series.count, 1000U);
}

TEST_F(LatencyBookTest, TheSpectrumRisesFromTheMedianToTheMaximum) {
  for (int call = 1; call <= 10'000; ++call) {
    feed_.add("ping", kBegin, std::chrono::microseconds(call));
  }
  const auto& spectrum = take(kBegin + 100ms).spectrum;
  ASSERT_GT(spectrum.size(), 20U);
  EXPECT_TRUE(std::ranges::is_sorted(spectrum, {}, &ChartPoint::x));
  EXPECT_TRUE(std::ranges::is_sorted(spectrum, {}, &ChartPoint::y));
  EXPECT_DOUBLE_EQ(spectrum.back().x, 10'000);
  EXPECT_NEAR(spectrum.back().y, 0.01, 1e-9);
}

TEST_F(LatencyBookTest, KeepsTheLatestPointsAndCountsTheOthers) {
  for (std::size_t second = 0; second < LatencyBook::kMostPoints + 5; ++second) {
    feed_.add_summary("soak", kBegin + std::chrono::seconds(second), 1, 1ms, 1ms, 1ms, 1ms, 1ms);
    take(kBegin + std::chrono::seconds(second));
  }
  EXPECT_EQ(book_.series(0).points.size(), LatencyBook::kMostPoints);
  EXPECT_EQ(book_.series(0).forgotten_points, 5U);
}

TEST_F(LatencyBookTest, ClearForgetsCallsButNotTheSeries) {
  feed_.add("ping", kBegin, 1ms);
  take(kBegin + 100ms);
  book_.clear();
  EXPECT_TRUE(book_.changed(0));
  EXPECT_EQ(book_.series(0).name, "ping");
  EXPECT_TRUE(book_.series(0).points.empty());
  feed_.add("ping", kBegin + 7s, 2ms);
  EXPECT_EQ(take(kBegin + 7100ms).points.size(), 1U);
}

TEST(SampleFeedTest, WhatFindsNoRoomIsCounted) {
  SampleFeed feed;
  for (std::size_t call = 0; call < SampleFeed::kMostSamples + 7; ++call) {
    feed.add("ping", kBegin, 1ms);
  }
  EXPECT_EQ(feed.dropped(), 7U);
  SampleFeed::Batch batch;
  feed.take(batch);
  EXPECT_EQ(batch.samples.size(), SampleFeed::kMostSamples);
  feed.add("ping", kBegin, 1ms);
  EXPECT_EQ(feed.dropped(), 7U);
}

TEST(SampleFeedTest, SeriesAreBoundedToo) {
  SampleFeed feed;
  for (std::size_t number = 0; number < SampleFeed::kMostSeries + 3; ++number) {
    feed.add("series " + std::to_string(number), kBegin, 1ms);
  }
  SampleFeed::Batch batch;
  feed.take(batch);
  EXPECT_EQ(batch.names.size(), SampleFeed::kMostSeries);
  EXPECT_EQ(feed.dropped(), 3U);
}

TEST(SampleFeedTest, NothingIsLostBetweenManyWritersAndTheTaker) {
  constexpr int kWriters = 4;
  constexpr int kCalls = 20'000;
  SampleFeed feed;
  std::size_t taken = 0;
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&feed, writer] {
        for (int call = 0; call < kCalls; ++call) {
          feed.add("writer " + std::to_string(writer), kBegin, 1ms);
        }
      });
    }
    SampleFeed::Batch batch;
    for (int turn = 0; turn < 100; ++turn) {
      feed.take(batch);
      taken += batch.samples.size();
    }
  }
  SampleFeed::Batch rest;
  feed.take(rest);
  EXPECT_EQ(taken + rest.samples.size() + feed.dropped(),
            static_cast<std::size_t>(kWriters) * kCalls);
}

TEST(LatencyReferenceTest, ReadsAResultOfOrbbenchLatency) {
  const auto reference = parse_reference(
      R"({"checks":[{"name":"latency.ping","figures":{"calls":9,"latency_us_p50":60.5,)"
      R"("latency_us_p99":600,"floor_us_p50":16}}]})");
  EXPECT_EQ(reference.name, "latency.ping");
  EXPECT_DOUBLE_EQ(reference.latency.at("p50"), 60.5e-6);
  EXPECT_DOUBLE_EQ(reference.latency.at("p99"), 600e-6);
  EXPECT_DOUBLE_EQ(reference.floor.at("p50"), 16e-6);
}

TEST(LatencyReferenceTest, ReadsAnExportedBaseline) {
  const auto reference = parse_reference(
      R"({"name":"release","run":{"figures":[)"
      R"({"check":"core.reachable","name":"seconds","unit":"","value":1},)"
      R"({"check":"latency.ping","name":"latency_us_p50","unit":"","value":70},)"
      R"({"check":"latency.ping","name":"latency_us_p99","unit":"","value":"NaN"}]}})");
  EXPECT_EQ(reference.name, "release");
  EXPECT_DOUBLE_EQ(reference.latency.at("p50"), 70e-6);
  EXPECT_FALSE(reference.latency.contains("p99"));
}

TEST(LatencyReferenceTest, ReadsABaselineThatIsShown) {
  const auto reference = parse_reference(
      R"({"format":"orbbench-run","kind":"latency","checks":[{"name":"latency.ping"}],"figures":[)"
      R"({"check":"latency.ping","name":"latency_us_p50","unit":"us","value":70},)"
      R"({"check":"latency.ping","name":"floor_us_p50","unit":"us","value":15},)"
      R"({"check":"latency.slow","name":"latency_us_p99","unit":"us","value":9}]})");
  EXPECT_EQ(reference.name, "latency");
  EXPECT_DOUBLE_EQ(reference.latency.at("p50"), 70e-6);
  EXPECT_DOUBLE_EQ(reference.floor.at("p50"), 15e-6);
  EXPECT_FALSE(reference.latency.contains("p99")) << "that of another check";
}

TEST(LatencyReferenceTest, ReadsTheNamesOfKeptBaselines) {
  EXPECT_THAT(parse_baseline_names(""), testing::IsEmpty());
  EXPECT_THAT(parse_baseline_names("main  2026-01-02T03:04:05Z  pass  latency  0f\n"
                                   "-v1.0_rc  2026-01-02T03:04:05Z  fail  soak  0e  abc\n"),
              testing::ElementsAre("main", "-v1.0_rc"));
}

TEST(LatencyReferenceTest, RefusesWhatIsNoListOfBaselines) {
  for (const char* text : {"\n", "no list of names\n", "main  pass\n\n", "a/b  pass\n",
                           "\xff\xfe  pass\n", "[]", "  main\n"}) {
    EXPECT_THROW(parse_baseline_names(text), ReferenceError) << text;
  }
  EXPECT_TRUE(is_baseline_name(std::string(64, 'a')));
  EXPECT_FALSE(is_baseline_name(std::string(65, 'a')));
}

TEST(LatencyReferenceTest, RefusesWhatIsNoResult) {
  for (const char* text : {"", "[]", "{}", "7", R"({"checks":[]})", R"({"checks":[7]})",
                           R"({"run":{"figures":[]},"name":"x"})",
                           R"({"kind":"soak","figures":[]})", R"({"figures":7})", "{\"checks\":"}) {
    EXPECT_THROW(parse_reference(text), ReferenceError) << text;
  }
  EXPECT_THROW(read_reference("/nonexistent/file.json"), ReferenceError);
  EXPECT_THROW(read_reference("/tmp"), ReferenceError);
}

TEST(LatencyChartsTest, LimitsAreDrawnIn) {
  LatencySeries series{.name = "ping"};
  series.points.push_back({.at = 1, .count = 5, .p50 = 1e-4, .p99 = 2e-4});
  const LatencyLimits limits{
      .deadline = 0.01,
      .baseline = LatencyReference{"old", {{"p50", 1e-4}, {"p99", 3e-4}}, {}},
      .floor = 2e-5};
  std::vector<std::string> names;
  for (const ChartLimit& limit : time_chart(series, limits).limits) {
    names.push_back(limit.name);
  }
  EXPECT_THAT(names, testing::UnorderedElementsAre("floor p50", "deadline p99", "baseline p50",
                                                   "baseline p99"));
  EXPECT_EQ(spectrum_chart({}, limits).lines.size(), 1U);
}

TEST(RecordingTest, RecordsWhatIsFedAndKeepsWhatDidNotChange) {
  SampleFeed feed;
  Recording recording(feed, 50ms);
  const auto wait_for = [&](auto so) {
    const auto end = Clock::now() + 10s;
    while (!so() && Clock::now() < end) {
      std::this_thread::yield();
    }
    return so();
  };
  feed.add("one", Clock::now(), 1ms);
  ASSERT_TRUE(wait_for([&] { return recording.read().size() == 1; }));
  // Once its interval has ended, it does not change any more.
  ASSERT_TRUE(wait_for([&] { return recording.read()[0]->points.size() == 2; }));
  const auto one = recording.read()[0];
  feed.add("two", Clock::now(), 1ms);
  ASSERT_TRUE(wait_for([&] { return recording.read().size() == 2; }));
  EXPECT_EQ(recording.read()[0], one);
  recording.clear();
  EXPECT_TRUE(wait_for([&] { return recording.read()[0]->points.empty(); }));
}

}  // namespace
}  // namespace orbbench::console
