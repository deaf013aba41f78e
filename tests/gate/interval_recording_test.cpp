#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <fstream>
#include <thread>

#include "load/measurement_log.hpp"
#include "load/other_work.hpp"
#include "load/series_recorder.hpp"
#include "load/sparse_histogram.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using metrics::LatencyHistogram;
using testing::ElementsAre;

TEST(SparseHistogramTest, GivesBackTheCounts) {
  LatencyHistogram histogram;
  for (const auto value : {0ns, 17ns, 2047ns, 2048ns, 50'000ns, 3'600'000'000'000ns}) {
    histogram.record(value);
    histogram.record(value + 3ns);
  }
  const SparseHistogram sparse(histogram);
  EXPECT_EQ(sparse.count(), histogram.count());
  EXPECT_TRUE(std::ranges::equal(sparse.expand().counts(), histogram.counts()));
}

TEST(SparseHistogramTest, MergesWhatStandsInEither) {
  LatencyHistogram left;
  LatencyHistogram right;
  LatencyHistogram both;
  for (int i = 0; i < 100; ++i) {
    left.record(i * 7us);
    right.record(i * 11us);
  }
  both.merge(left);
  both.merge(right);
  SparseHistogram merged(left);
  merged.merge(SparseHistogram(right));
  EXPECT_TRUE(std::ranges::equal(merged.expand().counts(), both.counts()));
  merged.merge({});
  EXPECT_EQ(merged.count(), 200U);
}

TEST(SparseHistogramTest, KnowsWhatAPlaceStandsFor) {
  LatencyHistogram steps;
  for (auto value = 1ns; value < 3'600'000'000'000ns; value = value * 11 / 10 + 1ns) {
    LatencyHistogram one;
    one.record(value);
    one.record(3'600'000'000'000ns);  // else its maximum, which is exact, would be the quantile
    EXPECT_EQ(SparseHistogram::longest_at(SparseHistogram(one).counts().front().first),
              one.quantile(0.5));
  }
}

TEST(IntervalsTest, AreFiftyUnlessTheyWereTooShort) {
  EXPECT_EQ(Intervals::of(10s).count, 50U);
  EXPECT_EQ(Intervals::of(10s).length, 200ms);
  EXPECT_EQ(Intervals::of(300ms).count, 6U);
  EXPECT_EQ(Intervals::of(1ms).count, 1U);
  EXPECT_EQ(Intervals::of(49999999999ns).length, 1s) << "the last one holds the last call";
}

TEST(SeriesRecorderTest, ACallIsOfTheIntervalInWhichItWasDue) {
  SeriesRecorder recorder(300ms);
  for (const auto due : {0ms, 49ms, 50ms, 149ms, 299ms}) {
    recorder.turn_to(due);
    recorder.record({1ms, 1ms, 0ms});
  }
  const Series series = recorder.finish(300ms);
  std::vector<std::uint64_t> counts;
  for (const SeriesInterval& interval : series.intervals) {
    counts.push_back(interval.from_intended.count());
  }
  EXPECT_THAT(counts, ElementsAre(2, 1, 1, 0, 0, 1));
  EXPECT_EQ(series.calls(), 5U);
  EXPECT_EQ(series.from_intended.max(), 1ms) << "exact, not as the intervals have it";
}

Measurement measurement_of(std::chrono::nanoseconds duration) {
  Measurement measurement;
  measurement.started.push_back(std::chrono::sys_days(std::chrono::January / 1 / 2026));
  for (Series* series : {&measurement.calls, &measurement.floor}) {
    SeriesRecorder recorder(duration);
    for (auto due = 0ns; due < duration; due += 10ms) {
      recorder.turn_to(due);
      recorder.record({1ms + due, 1ms, 10us});
    }
    series->merge(recorder.finish(duration));
  }
  return measurement;
}

TEST(MeasurementTest, TheIntervalsAddUpToTheWhole) {
  LatencyHistogram sum;
  LatencyHistogram whole;
  for (const EncodedHistogram& histogram : histograms_of(measurement_of(500ms))) {
    if (histogram.name == "latency") {
      whole = metrics::decode_hdr(histogram.octets);
    } else if (histogram.name.starts_with("latency/")) {
      sum.merge(metrics::decode_hdr(histogram.octets));
    }
  }
  EXPECT_EQ(whole.count(), 50U);
  EXPECT_TRUE(std::ranges::equal(sum.counts(), whole.counts()));
}

TEST(MeasurementTest, ARepeatFollows) {
  Measurement measurement = measurement_of(500ms);
  measurement.append(measurement_of(500ms));
  EXPECT_EQ(measurement.calls.calls(), 100U);
  EXPECT_EQ(measurement.calls.intervals.size(), 20U);
  EXPECT_EQ(measurement.calls.elapsed, 1s);
}

TEST(MeasurementLogTest, HoldsEachIntervalOfEachSeries) {
  const std::string path = testing::TempDir() + "log-" + std::to_string(getpid()) + ".hlog";
  Measurement measurement = measurement_of(100ms);
  measurement.append(measurement_of(100ms));
  measurement.started.back() += 10s;
  {
    metrics::IntervalLogWriter log(path, metrics::LogTime{});
    append_to_log(log, "latency.a, b@1", measurement);
  }
  std::ifstream file(path);
  metrics::IntervalLogReader reader(file);
  std::vector<metrics::LogInterval> intervals;
  for (auto interval = reader.next(); interval; interval = reader.next()) {
    intervals.push_back(*std::move(interval));
  }
  std::remove(path.c_str());
  ASSERT_EQ(intervals.size(), 16U) << "four series of two times two intervals";
  EXPECT_EQ(intervals.front().tag, "latency.a__b@1/latency");
  EXPECT_EQ(intervals.front().length, 50ms);
  EXPECT_EQ(intervals.front().histogram.count(), 5U);
  EXPECT_EQ(intervals[8].start - intervals[0].start, 10s);
  EXPECT_EQ(intervals.back().tag, "latency.a__b@1/floor");
}

double seconds_of_this_process() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// However busy the machine is: what this process takes on all processors is not there for others.
TEST(OtherWorkTest, DoesNotCountThisProcess) {
  const auto processors = static_cast<double>(std::thread::hardware_concurrency());
  const auto start = std::chrono::steady_clock::now();
  const double own_before = seconds_of_this_process();
  const OtherWork others({});
  {
    std::vector<std::jthread> busy;
    for (double i = 0; i < processors; ++i) {
      busy.emplace_back([start] {
        while (std::chrono::steady_clock::now() < start + 300ms) {
        }
      });
    }
  }
  const auto work = others.processors();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  const double own = (seconds_of_this_process() - own_before) / elapsed.count();
  ASSERT_TRUE(work);
  constexpr double kTicks = 0.15;  // the kernel counts in hundredths of a second
  EXPECT_LT(*work, processors - own + kTicks * processors);
}

TEST(OtherWorkTest, IsNotKnownWhereTheCoreIsGone) {
  constexpr pid_t kNoProcess = 0x7fffffff;
  EXPECT_FALSE(OtherWork(kNoProcess).processors());
}

}  // namespace
}  // namespace orbbench::bench
