// What is seen of a soak while it goes on.

#include "soak/soak_text.hpp"

#include <gmock/gmock.h>

#include "made_soak.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using namespace std::chrono_literals;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(SoakTextTest, ALineTellsOfTheLastInterval) {
  EXPECT_EQ(soak_line({}, 3661s), "1:01:01 left");
  EXPECT_THAT(
      soak_line(MadeSoak{}.record(30), 29500ms),
      ContainsRegex("^0:00:30 left  500/s  p50 1[0-9]+ us  p99 29[0-9] us  0 errors  9.5 MiB$"));
}

TEST(SoakTextTest, AScreenTellsHowFarItIsAndWhatEachPercentileIs) {
  MadeSoak soak;
  soak.p99_us = [](int index) { return index < 14 ? 5000.0 : 300.0; };
  soak.change = [](SoakInterval& interval) {
    interval.core->heap_octets = 2.5 * 1024 * 1024;
    if (interval.index == 3) {
      interval.calls.outcomes[Outcome::Timeout] = 2;
      interval.calls.in_faults[Outcome::Remote] = 7;
    }
  };
  EXPECT_THAT(
      soak_screen(MadeSoak::plan(), soak.record(15), 45s),
      ElementsAre(
          "[#######-----------------------]  25 %  0:00:45 left  500/s",
          ContainsRegex("^interval 15 +p50 +1[45][0-9]  p95 +28[0-9]  p99 +29[0-9]  max +[23]"),
          ContainsRegex("^all +p50 +2[23][0-9]{2}  p95 +4[67][0-9]{2}  p99 +49[0-9]{2}  max +4"),
          "errors 2 of 7502 calls; in declared faults 7 of 7",
          "core 9.5 MiB, heap 2.5 MiB, 9 threads, 20 descriptors, 3 objects"));
}

TEST(SoakTextTest, AScreenHasALineBeforeTheFirstIntervalAndFitsATerminal) {
  EXPECT_THAT(soak_screen(MadeSoak::plan(), {}, 60s),
              ElementsAre("[------------------------------]   0 %  0:01:00 left"));
  MadeSoak soak;
  soak.p99_us = [](int) { return 9e6; };
  soak.change = [](SoakInterval& interval) { interval.core.reset(); };
  const auto lines = soak_screen(MadeSoak::plan(), soak.record(60), -1s);
  for (const std::string& line : lines) {
    EXPECT_LT(line.size(), 80U) << line;
  }
  EXPECT_THAT(lines.front(), HasSubstr("100 %  0:00:00 left"));
  EXPECT_EQ(lines.back(), "the core's page cannot be had");
}

}  // namespace
}  // namespace orbbench::tests
