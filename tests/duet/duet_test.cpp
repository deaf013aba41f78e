// Real duets whose outcome does not turn on time: any machine, sanitizers included.

#include <gmock/gmock.h>

#include "duet/judgement.hpp"
#include "duet_fixture.hpp"

namespace orbbench::tests {
namespace {

using duet::Side;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using namespace std::chrono_literals;

constexpr double kBusy = 2000;

class DuetTest : public DuetFixture {
 protected:
  duet::PairSource pair() const {
    return duet::running_pair(reached(baseline_), reached(candidate_));
  }

  CoreProcess baseline_;
  CoreProcess candidate_;
};

TEST_F(DuetTest, GivesBothCoresEqualWork) {
  const duet::Recording recording = record(pair(), 1s);
  EXPECT_THAT(recording.disturbance, IsEmpty());
  const duet::SideRecording& baseline = recording.of(Side::Baseline);
  const duet::SideRecording& candidate = recording.of(Side::Candidate);
  EXPECT_GT(count_of(baseline.calls), 0U);
  EXPECT_EQ(count_of(baseline.calls), count_of(candidate.calls));
  EXPECT_EQ(count_of(baseline.cycles), count_of(candidate.cycles));
  EXPECT_EQ(baseline.attempts, candidate.attempts);
  EXPECT_EQ(requests_of(baseline_), requests_of(candidate_));
  EXPECT_EQ(baseline.errors + candidate.errors, 0U);
  EXPECT_FALSE(recording.resident_octets.empty());
}

TEST_F(DuetTest, LeavesNoWidgetsBehind) {
  record(pair(), 1s);
  orb_client::ConnectionPool pool(runtime_, orb_client::Endpoint::parse(candidate_.reference()),
                                  {.lanes = 1});
  const auto soon = orb_client::Deadline::after(5s);
  EXPECT_THAT(pool.lease(soon)->list_widgets(0, 100, soon), IsEmpty());
}

TEST_F(DuetTest, ACoreMayBeComparedWithItself) {
  const duet::Recording recording =
      record(duet::running_pair(reached(candidate_), reached(candidate_)), 1s);
  EXPECT_THAT(recording.disturbance, IsEmpty());
  EXPECT_GT(count_of(recording.of(Side::Candidate).calls), 0U);
}

TEST_F(DuetTest, ACoreThatDiesMakesItInvalidAtOnce) {
  const auto killer = when_busy(candidate_, kBusy, [this] { candidate_.kill(); });
  const duet::Recording recording = record(pair(), 60s);
  EXPECT_LT(recording.elapsed, 40s);
  EXPECT_THAT(recording.disturbance, StartsWith("the candidate core was lost"));
  EXPECT_THAT(duet::judge(recording, {}, 1).untrustworthy, HasSubstr("was lost"));
}

TEST_F(DuetTest, ACoreThatIsNotThereMakesItInvalid) {
  candidate_.kill();
  const duet::Recording recording = record(pair(), 1s);
  EXPECT_THAT(recording.disturbance, StartsWith("the candidate core was lost"));
  EXPECT_THAT(recording.rounds, IsEmpty());
}

TEST_F(DuetTest, ARestartedCoreMakesItInvalid) {
  const CoreProcess::Settings settings{.iiop_port = free_port()};
  auto restarted = std::make_unique<CoreProcess>(settings);
  const duet::PairSource source = duet::running_pair(reached(baseline_), reached(*restarted));
  const auto restarter = when_busy(baseline_, kBusy, [&] {
    restarted->kill();
    restarted = std::make_unique<CoreProcess>(settings);
  });
  const duet::Recording recording = record(source, 60s);
  EXPECT_LT(recording.elapsed, 40s);
  EXPECT_THAT(recording.disturbance, StartsWith("the candidate core "));  // lost, failed, restarted
}

TEST_F(DuetTest, EndsWithWhatItHasWhenInterrupted) {
  std::stop_source stop;
  const auto interrupter = when_busy(candidate_, kBusy, [&] { stop.request_stop(); });
  const duet::Recording recording = record(pair(), 60s, stop.get_token());
  EXPECT_LT(recording.elapsed, 40s);
  EXPECT_TRUE(recording.interrupted);
  EXPECT_THAT(recording.disturbance, IsEmpty());
  EXPECT_THAT(duet::judge(recording, {}, 1).untrustworthy, StartsWith("interrupted after "));
}

TEST_F(DuetTest, CountsCallsThatFailAndGoesOn) {
  orb_client::ConnectionPool pool(runtime_, orb_client::Endpoint::parse(candidate_.reference()),
                                  {.lanes = 1});
  const auto soon = orb_client::Deadline::after(5s);
  auto control = pool.lease(soon);
  const auto dropper = when_busy(
      candidate_, kBusy, [&] { control->drop_replies(3, orb_client::Deadline::after(5s)); });
  const duet::Recording recording = record(pair(), 4s);
  EXPECT_THAT(recording.disturbance, IsEmpty());
  EXPECT_EQ(recording.of(Side::Baseline).errors, 0U);
  EXPECT_EQ(recording.of(Side::Candidate).errors, 3U);
  EXPECT_THAT(recording.of(Side::Candidate).first_error, HasSubstr("COMM_FAILURE"));
}

TEST_F(DuetTest, SaysWhenOneCoreHadDoneMoreBefore) {
  record(duet::running_pair(reached(candidate_), reached(candidate_)), 1s);
  const duet::Recording recording = record(pair(), 1s);
  EXPECT_THAT(recording.unequal_past, HasSubstr("memory cannot be compared"));
}

TEST_F(DuetTest, KnowsNoMemoryWithoutAMetricsPage) {
  const duet::DuetCore bare{orb_client::Endpoint::parse(candidate_.reference()), std::nullopt};
  const duet::Recording recording = record(duet::running_pair(reached(baseline_), bare), 1s);
  EXPECT_THAT(recording.resident_octets, IsEmpty());
  EXPECT_THAT(recording.no_memory, HasSubstr("metrics page"));
}

TEST_F(DuetTest, StartsCoresAnewForEachRound) {
  const duet::Recording recording = record(started_pairs(), 6s);
  EXPECT_THAT(recording.disturbance, IsEmpty());
  EXPECT_EQ(recording.resident_octets.size(), duet::rounds_in(6s));
  EXPECT_THAT(recording.unequal_past, IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
