#include "checks/witness/judgement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using memory::Finding;
using memory::RegionKind;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Finding copy_of(std::size_t canary, RegionKind kind, std::uint64_t address = 0x1000) {
  Finding finding;
  finding.hit = {.address = address, .length = 32, .canary = canary, .whole = true};
  finding.place.kind = kind;
  return finding;
}

Look look_at(std::chrono::milliseconds due, std::vector<Finding> findings) {
  Look look{.due = due, .at = due, .report = {}};
  look.report.scan.findings = std::move(findings);
  look.report.scan.octets_read = 12'000'000;
  return look;
}

const Finding kBystanderCopy = copy_of(kBystander, RegionKind::MallocArena, 0x9000);
const Finding kHeld = copy_of(kTarget, RegionKind::MallocArena);

/// One path of a core that does as it should, to be spoilt.
WitnessObservation sound() {
  PathObservation path;
  path.name = "some path";
  path.before = look_at(0ms, {kBystanderCopy, kHeld});
  for (const auto due : {0ms, 100ms, 1000ms}) {
    path.after.push_back(look_at(due, {kBystanderCopy}));
  }
  return {.paths = {path}, .obstacle = {}};
}

std::vector<Finding>& seen_after(WitnessObservation& seen, std::size_t look) {
  return seen.paths[0].after[look].report.scan.findings;
}

CheckResult judge_object(const WitnessObservation& seen) {
  return judge_object_copies(seen, "credential_secret");
}

double figure(const CheckResult& result, const std::string& name) {
  const auto found = std::find_if(result.figures.begin(), result.figures.end(),
                                  [&](const auto& one) { return one.name == name; });
  return found == result.figures.end() ? -1 : found->value;
}

TEST(WitnessJudgementTest, PassesWhatIsGoneInTime) {
  WitnessObservation seen = sound();
  seen_after(seen, 0).push_back(kHeld);
  EXPECT_EQ(judge_object(seen).verdict, Verdict::Pass);
  EXPECT_EQ(judge_transport_copies(seen, TransportCopies::Forbidden).verdict, Verdict::Pass);
  EXPECT_EQ(judge_exposure(seen, TransportCopies::Forbidden).verdict, Verdict::Pass);
}

TEST(WitnessJudgementTest, IsInvalidWhenTheHeldSecretWasNotSeen) {
  WitnessObservation seen = sound();
  seen.paths[0].before = look_at(0ms, {kBystanderCopy});
  const CheckResult result = judge_object(seen);
  EXPECT_EQ(result.verdict, Verdict::Invalid);
  EXPECT_THAT(result.summary, HasSubstr("the secret that the core held was not found"));
}

TEST(WitnessJudgementTest, IsInvalidWhenTheHeldSecretWasSeenOnlyInPart) {
  WitnessObservation seen = sound();
  seen.paths[0].before->report.scan.findings[1].hit.whole = false;
  EXPECT_EQ(judge_object(seen).verdict, Verdict::Invalid);
}

TEST(WitnessJudgementTest, IsInvalidWhenTheBystanderIsMissedInAnyLook) {
  for (std::size_t look = 0; look < 3; ++look) {
    WitnessObservation seen = sound();
    seen_after(seen, look).clear();
    const CheckResult result = judge_object(seen);
    EXPECT_EQ(result.verdict, Verdict::Invalid) << look;
    EXPECT_THAT(result.summary, HasSubstr("never released was not found"));
  }
}

TEST(WitnessJudgementTest, FailsForACopyInAHeapOnce) {
  WitnessObservation seen = sound();
  seen_after(seen, 1).push_back(kHeld);
  seen_after(seen, 2).push_back(kHeld);
  const CheckResult result = judge_object(seen);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, ElementsAre(AllOf(StartsWith("credential_secret: some path, 100 ms"),
                                                 HasSubstr("malloc arena"))));
  EXPECT_EQ(figure(result, "copies"), 1);
}

TEST(WitnessJudgementTest, CountsACopyOnAStackForTheTransport) {
  WitnessObservation seen = sound();
  seen_after(seen, 2).push_back(copy_of(kTarget, RegionKind::Stack));
  EXPECT_EQ(judge_object(seen).verdict, Verdict::Pass);
  const CheckResult reported = judge_transport_copies(seen, TransportCopies::Reported);
  EXPECT_EQ(reported.verdict, Verdict::Pass);
  EXPECT_EQ(reported.evidence.size(), 1U);
  EXPECT_EQ(judge_transport_copies(seen, TransportCopies::Forbidden).verdict, Verdict::Fail);
  EXPECT_EQ(judge_exposure(seen, TransportCopies::Reported).verdict, Verdict::Pass);
  EXPECT_EQ(judge_exposure(seen, TransportCopies::Forbidden).verdict, Verdict::Fail);
}

TEST(WitnessJudgementTest, CountsACopyInAnOrbBufferOfTheHeapForTheTransport) {
  WitnessObservation seen = sound();
  Finding buffered = kHeld;
  buffered.place.orb_buffer_offset = 200;
  seen_after(seen, 1).push_back(buffered);
  EXPECT_EQ(judge_object(seen).verdict, Verdict::Pass);
  EXPECT_EQ(judge_transport_copies(seen, TransportCopies::Forbidden).verdict, Verdict::Fail);
}

TEST(WitnessJudgementTest, IsInconclusiveAboutWhatItDidNotGetToRead) {
  WitnessObservation seen = sound();
  seen.paths[0].after[1].report.scan.complete = false;
  const CheckResult result = judge_object(seen);
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary, AllOf(HasSubstr("only 12 MB were read"), HasSubstr("--max-stop")));
}

TEST(WitnessJudgementTest, IsInconclusiveAboutWhatCannotBeRead) {
  WitnessObservation seen = sound();
  seen.paths[0].after[2].report.scan.octets_unreadable = 4096;
  seen.paths[0].after[2].report.scan.first_unreadable = "0x1000-0x2000";
  const CheckResult result = judge_object(seen);
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary, HasSubstr("0x1000-0x2000"));
}

TEST(WitnessJudgementTest, ACopyThatWasFoundWeighsMoreThanWhatWasNotRead) {
  WitnessObservation seen = sound();
  seen_after(seen, 1).push_back(kHeld);
  seen.paths[0].after[2].report.scan.complete = false;
  EXPECT_EQ(judge_object(seen).verdict, Verdict::Fail);
}

TEST(WitnessJudgementTest, SaysTheObstacleAsItIs) {
  WitnessObservation seen;
  seen.obstacle = "no process; start one";
  for (const CheckResult& result :
       {judge_object(seen), judge_transport_copies(seen, TransportCopies::Forbidden),
        judge_exposure(seen, TransportCopies::Forbidden)}) {
    EXPECT_EQ(result.verdict, Verdict::Inconclusive);
    EXPECT_EQ(result.summary, "no process; start one");
  }
}

// 32 octets from the first look to the second, 64 from there to the last.
TEST(WitnessJudgementTest, ExposureIsOctetsTimesSeconds) {
  WitnessObservation seen = sound();
  seen_after(seen, 0).push_back(kHeld);
  seen_after(seen, 1).push_back(kHeld);
  seen_after(seen, 1).push_back(copy_of(kTarget, RegionKind::Stack, 0x2000));
  const CheckResult result = judge_exposure(seen, TransportCopies::Reported);
  EXPECT_EQ(figure(result, "copies_at_100ms"), 2);
  EXPECT_EQ(figure(result, "copies_octets_at_0ms"), 32);
  EXPECT_DOUBLE_EQ(figure(result, "exposure_octet_seconds_max"), 32 * 0.1 + 64 * 0.9);
}

}  // namespace
}  // namespace orbbench::bench
