// An interval as it is kept, and read again.

#include "soak/interval_form.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "made_soak.hpp"
#include "orbbench/store/run_json.hpp"
#include "orbbench/store/store_error.hpp"
#include "soak/soak_points.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;

constexpr const char* kSoak = "0a1b2c3d-0000-4000-8000-000000000001";

void expect_equal(const CoreSample& left, const CoreSample& right) {
  EXPECT_EQ(left.calls, right.calls);
  EXPECT_EQ(left.resident_octets, right.resident_octets);
  EXPECT_EQ(left.anonymous_octets, right.anonymous_octets);
  EXPECT_EQ(left.heap_octets, right.heap_octets);
  EXPECT_EQ(left.connections, right.connections);
  EXPECT_EQ(left.descriptors, right.descriptors);
  EXPECT_EQ(left.threads, right.threads);
  EXPECT_EQ(left.process_start_time, right.process_start_time);
  EXPECT_EQ(left.has_ledger, right.has_ledger);
  EXPECT_EQ(left.live_objects, right.live_objects);
  EXPECT_EQ(left.imbalances, right.imbalances);
}

TEST(IntervalFormTest, AnIntervalComesBackAsItWas) {
  SoakInterval interval = MadeSoak{}.interval(17);
  interval.part = 2;
  interval.length = std::chrono::nanoseconds(999'999'999);
  interval.calls.outcomes[Outcome::Unreachable] = 4;
  interval.calls.first_error = "gone";
  interval.core->anonymous_octets = 123.5;
  interval.core->heap_octets = 77;
  interval.core->imbalances = {{"", "a rule", "1, 2"}, {"any_copy", "another", "3"}};
  const auto run = store::parse_run(store::to_json(stored_form(interval, kSoak)));
  const SoakInterval read = read_interval(run);
  EXPECT_EQ(read.index, 17U);
  EXPECT_EQ(read.part, 2U);
  EXPECT_EQ(read.started, interval.started);
  EXPECT_EQ(read.length, interval.length);
  EXPECT_EQ(read.calls.first_error, "gone");
  for (const Outcome outcome : kOutcomes) {
    EXPECT_EQ(read.calls.outcomes[outcome], interval.calls.outcomes[outcome]);
  }
  EXPECT_TRUE(std::ranges::equal(read.calls.times.from_intended.counts(),
                                 interval.calls.times.from_intended.counts()));
  EXPECT_TRUE(std::ranges::equal(read.calls.times.lateness.counts(),
                                 interval.calls.times.lateness.counts()));
  ASSERT_TRUE(read.core);
  expect_equal(*read.core, *interval.core);
}

TEST(IntervalFormTest, WhatDeclaredFaultsDidComesBack) {
  SoakInterval interval = MadeSoak{}.interval(3);
  interval.core_was_killed = true;
  interval.faults = {{0, 12, ""}, {2, 0, "refused, \"twice\""}};
  interval.calls.in_faults[Outcome::Timeout] = 5;
  interval.calls.in_faults_from_intended = interval.calls.times.from_intended;
  const auto run = store::parse_run(store::to_json(stored_form(interval, kSoak)));
  const SoakInterval read = read_interval(run);
  EXPECT_TRUE(read.core_was_killed);
  EXPECT_EQ(read.faults, interval.faults);
  EXPECT_EQ(read.calls.in_faults[Outcome::Timeout], 5U);
  EXPECT_TRUE(std::ranges::equal(read.calls.in_faults_from_intended.counts(),
                                 interval.calls.in_faults_from_intended.counts()));
}

TEST(IntervalFormTest, AFloorComesBackAndNoneAsNone) {
  MadeSoak soak;
  EXPECT_TRUE(read_interval(stored_form(soak.interval(0), kSoak)).floor.counts().empty());
  soak.floor_us = [](int) { return 70.0; };
  const SoakInterval interval = soak.interval(0);
  const SoakInterval read = read_interval(stored_form(interval, kSoak));
  EXPECT_TRUE(std::ranges::equal(read.floor.counts(), interval.floor.counts()));
}

TEST(SoakPointsTest, HaveTheFloorWhereThereWasOne) {
  const auto floor_points = [](const MadeSoak& soak) {
    store::StoredRun run;
    add_points(soak.record(), run);
    return std::ranges::count(run.points, "floor_us_p99", &store::SeriesPoint::series);
  };
  MadeSoak soak;
  EXPECT_EQ(floor_points(soak), 0);
  soak.floor_us = [](int) { return 70.0; };
  EXPECT_EQ(floor_points(soak), 60);
}

TEST(IntervalFormTest, AnIntervalWithoutASampleComesBackWithoutOne) {
  SoakInterval interval = MadeSoak{}.interval(0);
  interval.core.reset();
  interval.sample_error = "no page";
  const SoakInterval read = read_interval(stored_form(interval, kSoak));
  EXPECT_FALSE(read.core);
  EXPECT_EQ(read.sample_error, "no page");
}

TEST(IntervalFormTest, VerdictsOfAResumedSoakAreThoseOfAWholeOne) {
  MadeSoak soak;
  soak.resident = [](double calls) { return 1e7 + 64'000 * calls; };
  SoakRecord resumed;
  for (int i = 0; i < 60; ++i) {
    const SoakInterval interval = soak.interval(i);
    resumed.add(i < 30 ? read_interval(stored_form(interval, kSoak)) : interval);
  }
  const auto left = judge_soak(MadeSoak::plan(), soak.record(), {});
  const auto right = judge_soak(MadeSoak::plan(), resumed, {});
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i].verdict, right[i].verdict) << left[i].name;
    EXPECT_EQ(left[i].summary, right[i].summary);
  }
}

TEST(IntervalFormTest, EachIntervalOfEachSoakHasAnIdOfItsOwnThatLasts) {
  std::set<std::string> ids;
  for (const std::string& soak : {std::string(kSoak), store::make_uuid()}) {
    for (std::size_t index = 0; index < 100; ++index) {
      const std::string id = interval_id(soak, index);
      EXPECT_TRUE(store::is_uuid(id)) << id;
      EXPECT_EQ(id, interval_id(soak, index));
      ids.insert(id);
    }
  }
  EXPECT_EQ(ids.size(), 200U);
  // What is in a store today must be found by the orbbench of next year.
  EXPECT_EQ(interval_id(kSoak, 12), "b2701294-30c1-8b7f-9dfb-a4c69bf30a92");
}

TEST(IntervalFormTest, WhatIsNoIntervalIsRefused) {
  auto run = stored_form(MadeSoak{}.interval(0), kSoak);
  run.kind = "latency";
  EXPECT_THROW(read_interval(run), store::RunFormatError);
  run = stored_form(MadeSoak{}.interval(0), kSoak);
  run.figures.erase(run.figures.begin());
  EXPECT_THROW(read_interval(run), store::RunFormatError);
  run = stored_form(MadeSoak{}.interval(0), kSoak);
  run.histograms.front().octets.resize(10);
  EXPECT_THROW(read_interval(run), store::RunFormatError);
  run = stored_form(MadeSoak{}.interval(0), kSoak);
  run.tables[1].rows.front()[1] = "many";
  EXPECT_THROW(read_interval(run), store::RunFormatError);
}

}  // namespace
}  // namespace orbbench::tests
