// A soak from its first interval to its end, on a core that a test plays.

#include "soak/soak_run.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using namespace std::chrono_literals;
using testing::HasSubstr;

SoakPlan short_plan() {
  SoakPlan plan;
  plan.scenario = default_scenario();
  plan.scenario.arrivals = {ConstantArrivals{200}, 1s};
  plan.scenario.deadline = 1s;
  plan.interval = 200ms;
  return plan;
}

class SoakRunTest : public testing::Test {
 protected:
  SoakRunTest() {
    surroundings_.lanes = {[] {}, [] {}};
    surroundings_.sample = [](std::uint64_t calls) {
      CoreSample sample;
      sample.calls = calls;
      sample.resident_octets = 1e6;
      return sample;
    };
    surroundings_.keep = [this](const SoakInterval& interval) { kept_.push_back(interval); };
  }

  SoakEnd run(const std::stop_token& stop = {}) {
    return SoakRun(plan_, surroundings_, record_).run(stop);
  }

  SoakPlan plan_ = short_plan();
  SoakSurroundings surroundings_;
  SoakRecord record_;
  std::vector<SoakInterval> kept_;
};

TEST_F(SoakRunTest, KeepsEachIntervalOnceInOrder) {
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  ASSERT_EQ(kept_.size(), 5U);
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    EXPECT_EQ(kept_[i].index, i);
    EXPECT_EQ(kept_[i].calls.outcomes.calls(), 40U);
    EXPECT_EQ(kept_[i].length, 200ms);
    EXPECT_TRUE(kept_[i].core);
  }
  EXPECT_EQ(record_.outcomes().calls(), 200U);
  EXPECT_EQ(record_.elapsed(), 1s);
  EXPECT_TRUE(kept_.front().floor.counts().empty()) << "nobody asked for a floor";
}

TEST_F(SoakRunTest, TheFloorIsMeasuredBesideTheCallsInTheSameIntervals) {
  surroundings_.floor = [] { std::this_thread::sleep_for(1ms); };  // how long a round trip takes
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  ASSERT_EQ(kept_.size(), 5U);
  for (const SoakInterval& interval : kept_) {
    EXPECT_EQ(interval.floor.count(), 20U);
    EXPECT_EQ(interval.calls.outcomes.calls(), 40U);
  }
  EXPECT_GE(record_.intervals().front().floor_p99, 1ms);
}

TEST_F(SoakRunTest, GoesOnAfterTheLastIntervalThatIsKnown) {
  run();
  SoakRecord former;
  for (std::size_t i = 0; i < 3; ++i) {
    former.add(kept_[i]);
  }
  record_ = former;
  kept_.clear();
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  ASSERT_EQ(kept_.size(), 2U);
  EXPECT_EQ(kept_.front().index, 3U);
  EXPECT_EQ(kept_.front().part, 1U);
  EXPECT_GE(kept_.front().core->calls, 120U + 30U);
  EXPECT_EQ(record_.outcomes().calls(), 200U);
}

TEST_F(SoakRunTest, IsOverAtOnceWhereAllIntervalsAreKnown) {
  run();
  kept_.clear();
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  EXPECT_THAT(kept_, testing::IsEmpty());
}

TEST_F(SoakRunTest, AStopKeepsWhatTheIntervalHad) {
  plan_.scenario.arrivals.duration = 100s;
  plan_.interval = 50s;
  std::stop_source stop;
  std::atomic<int> calls = 0;
  surroundings_.lanes = {[&] {
    if (++calls == 50) {
      stop.request_stop();
    }
  }};
  EXPECT_EQ(run(stop.get_token()).reason, SoakEnd::Reason::Interrupted);
  ASSERT_EQ(kept_.size(), 1U);
  EXPECT_GE(kept_.front().calls.outcomes.calls(), 50U);
  EXPECT_LT(kept_.front().length, 10s);
}

TEST_F(SoakRunTest, ACoreThatDiesEndsIt) {
  std::atomic<int> samples = 0;
  surroundings_.sample = [&](std::uint64_t) -> CoreSample {
    if (++samples < 2) {
      return {};
    }
    throw metrics::ScrapeError("refused");
  };
  surroundings_.find_death = [] { return std::optional<std::string>("process 7 is gone"); };
  const SoakEnd end = run();
  EXPECT_EQ(end.reason, SoakEnd::Reason::CoreDied);
  EXPECT_EQ(end.text, "process 7 is gone");
  EXPECT_THAT(kept_.back().sample_error, HasSubstr("refused"));
  EXPECT_LT(kept_.size(), 4U);
}

TEST_F(SoakRunTest, APageThatIsAwayForAWhileDoesNotEndIt) {
  std::atomic<int> samples = 0;
  surroundings_.sample = [&](std::uint64_t) -> CoreSample {
    if (++samples != 2) {
      return {};
    }
    throw metrics::ScrapeError("late");
  };
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  EXPECT_EQ(kept_.size(), 5U);
  EXPECT_EQ(record_.sample_error(), "late");
}

TEST_F(SoakRunTest, ASlowPageCostsSamplesAndNoCalls) {
  surroundings_.sample = [](std::uint64_t) {
    std::this_thread::sleep_for(450ms);  // how long the page takes: over two intervals
    return CoreSample{};
  };
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  ASSERT_EQ(kept_.size(), 5U);
  EXPECT_TRUE(kept_[0].core);
  EXPECT_FALSE(kept_[1].core);
  EXPECT_THAT(kept_[1].sample_error, HasSubstr("too late"));
  EXPECT_EQ(record_.outcomes().calls(), 200U);
}

TEST_F(SoakRunTest, AStopAfterASlowPageLosesNoInterval) {
  plan_.scenario.arrivals.duration = 100s;
  std::stop_source stop;
  surroundings_.sample = [&](std::uint64_t) {
    std::this_thread::sleep_for(700ms);  // how long the page takes: over three intervals
    stop.request_stop();
    return CoreSample{};
  };
  EXPECT_EQ(run(stop.get_token()).reason, SoakEnd::Reason::Interrupted);
  ASSERT_GE(kept_.size(), 4U);
  for (std::size_t i = 0; i + 1 < kept_.size(); ++i) {
    EXPECT_EQ(kept_[i].calls.outcomes.calls(), 40U) << "interval " << i;
  }
}

/// The run's core with a fault from 0.3 to 0.6 s of the second that it lasts.
class SoakFaultsTest : public SoakRunTest {
 protected:
  SoakFaultsTest() {
    plan_.faults = {{300ms, 300ms, KilledCore{}}};
    surroundings_.lanes = {[this] { call(); }, [this] { call(); }};
    surroundings_.hands.make = [this](const PlannedFault&) { is_broken_ = true; };
    surroundings_.hands.undo = [this](const PlannedFault&) { is_broken_ = false; };
  }

  void call() const {
    if (is_broken_) {
      throw orb_client::UnreachableError({}, "nobody there");
    }
  }

  std::atomic<bool> is_broken_ = false;
};

TEST_F(SoakFaultsTest, CallsThatFailMeanwhileAreCountedApart) {
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  EXPECT_EQ(record_.outcomes().errors(), 0U);
  EXPECT_EQ(record_.first_error(), "");
  EXPECT_EQ(record_.calls(), 200U);
  EXPECT_GE(record_.in_faults().errors(), 40U);  // of 60, on a machine that is late
  EXPECT_EQ(record_.in_faults_from_intended().count(), record_.in_faults().calls());
  const auto faults = record_.faults();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].effects, record_.in_faults().errors());
  EXPECT_EQ(faults[0].problem, "");
}

TEST_F(SoakFaultsTest, CallsThatFailBeforeOrAfterAreErrors) {
  surroundings_.hands = {};
  is_broken_ = true;
  run();
  EXPECT_GE(record_.outcomes().errors(), 100U);
  EXPECT_GE(record_.in_faults().errors(), 40U);
  EXPECT_EQ(record_.calls(), 200U);
}

TEST_F(SoakFaultsTest, ACoreThatAFaultHasKilledIsNotDead) {
  surroundings_.sample = [this](std::uint64_t) -> CoreSample {
    if (is_broken_) {
      throw metrics::ScrapeError("refused");
    }
    CoreSample sample;
    sample.process_start_time = kept_.size() < 3 ? 1 : 2;
    return sample;
  };
  surroundings_.find_death = [this] {
    return is_broken_ ? std::optional<std::string>("process 7 is gone") : std::nullopt;
  };
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  EXPECT_FALSE(kept_[1].core);
  EXPECT_TRUE(kept_[1].core_was_killed);
  EXPECT_FALSE(kept_[4].core_was_killed);
  EXPECT_THAT(record_.restarts(), testing::IsEmpty());
}

TEST_F(SoakFaultsTest, AFaultThatCannotBeMadeSaysWhyAndIsUndone) {
  surroundings_.hands.make = [](const PlannedFault&) { throw std::runtime_error("not allowed"); };
  std::atomic<int> undone = 0;
  surroundings_.hands.undo = [&](const PlannedFault&) { ++undone; };
  EXPECT_EQ(run().reason, SoakEnd::Reason::Completed);
  ASSERT_EQ(record_.faults().size(), 1U);
  EXPECT_EQ(record_.faults()[0].problem, "not allowed");
  EXPECT_EQ(undone, 1);
}

TEST_F(SoakFaultsTest, AStopUndoesWhatIsThere) {
  plan_.scenario.arrivals.duration = 100s;
  plan_.faults[0].length = 90s;
  std::stop_source stop;
  surroundings_.hands.make = [&](const PlannedFault&) {
    is_broken_ = true;
    stop.request_stop();
  };
  EXPECT_EQ(run(stop.get_token()).reason, SoakEnd::Reason::Interrupted);
  EXPECT_FALSE(is_broken_);
}

TEST_F(SoakFaultsTest, AResumedSoakMakesTheFaultsWhoseTimeIsYetToCome) {
  plan_.faults.push_back({700ms, 100ms, DroppedReplies{1}});
  run();
  SoakRecord former;
  for (std::size_t i = 0; i < 3; ++i) {  // to 0.6 s
    former.add(kept_[i]);
  }
  record_ = former;
  std::vector<std::string> made;
  surroundings_.hands.make = [&](const PlannedFault& fault) { made.push_back(fault.text()); };
  run();
  EXPECT_THAT(made, testing::ElementsAre("drop_replies at 0.7 s for 0.1 s"));
  ASSERT_EQ(record_.faults().size(), 2U);
  EXPECT_GT(record_.faults()[0].effects, 0U) << "of the part before";
  EXPECT_EQ(record_.faults()[1].effects, 0U);
}

TEST_F(SoakRunTest, ShowsWhatIsLeft) {
  std::vector<std::chrono::nanoseconds> left;
  surroundings_.show = [&](const SoakRecord&, std::chrono::nanoseconds time) {
    left.push_back(time);
  };
  run();
  ASSERT_GE(left.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(left, std::greater<>()));
  EXPECT_LE(left.front(), 1s);
}

}  // namespace
}  // namespace orbbench::tests
