// What a timetable of faults may say.

#include "soak/fault_timetable.hpp"

#include <gmock/gmock.h>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using namespace std::chrono_literals;
using testing::HasSubstr;

FaultTimetable timetable(const std::string& faults) {
  return parse_timetable("{\"faults\": [" + faults + "]}", 60s);
}

std::string complaint(const std::string& text) try {
  parse_timetable(text, 60s);
  return "";
} catch (const orb_client::ConfigError& error) {
  return error.what();
}

std::string complaint_about(const std::string& faults) {
  return complaint("{\"faults\": [" + faults + "]}");
}

TEST(FaultTimetableTest, FaultsComeInTheOrderOfTheirTimes) {
  const auto faults = timetable(
      R"({"at_s": 30, "for_s": 2.5, "fault": "kill_core"},
         {"at_s": 1, "for_s": 5, "fault": "delay_replies", "delay_ms": 20},
         {"at_s": 6, "for_s": 1, "fault": "drop_replies", "count": 3},
         {"at_s": 50, "for_s": 10, "fault": "proxy", "proxy": {"fault": "delay", "delay_ms": 7}})");
  ASSERT_EQ(faults.size(), 4U);
  EXPECT_EQ(std::get<DelayedReplies>(faults[0].what).delay, 20ms);
  EXPECT_EQ(faults[0].end(), 6s);
  EXPECT_EQ(std::get<DroppedReplies>(faults[1].what).count, 3U);
  EXPECT_TRUE(faults[2].kills_core());
  EXPECT_EQ(faults[2].text(), "kill_core at 30 s for 2.5 s");
  EXPECT_EQ(std::get<orbbench::faults::Fault>(faults[3].what).delay, 7ms);
  EXPECT_EQ(faults[3].text(), "proxy delay at 50 s for 10 s");
}

TEST(FaultTimetableTest, AMistakeIsNamedWithItsPlace) {
  const std::string sound = R"({"at_s": 1, "for_s": 5, "fault": "kill_core"},)";
  EXPECT_THAT(complaint_about(sound + R"({"at_s": 9, "fault": "kill_core"})"),
              HasSubstr("faults[1] needs for_s"));
  EXPECT_THAT(complaint_about(R"({"at_s": -1, "for_s": 1, "fault": "kill_core"})"),
              HasSubstr("faults[0] at_s must be a number from 0"));
  EXPECT_THAT(complaint_about(R"({"at_s": 1, "for_s": 1, "fault": "burn"})"),
              HasSubstr("faults[0] is \"burn\"; there are delay_replies"));
  EXPECT_THAT(complaint_about(R"({"at_s": 1, "for_s": 1, "fault": "delay_replies"})"),
              HasSubstr("faults[0] needs delay_ms"));
  EXPECT_THAT(complaint_about(R"({"at_s": 1, "for_s": 1, "fault": "kill_core", "count": 2})"),
              HasSubstr("faults[0] has no use for the key \"count\""));
  EXPECT_THAT(
      complaint_about(R"({"at_s": 1, "for_s": 1, "fault": "proxy", "proxy": {"fault": "delay"}})"),
      HasSubstr("faults[0] "));
  EXPECT_THAT(complaint_about("7"), HasSubstr("faults[0] must be an object"));
  EXPECT_THAT(complaint_about(""), HasSubstr("must have 1 to 1000 faults"));
  EXPECT_THAT(complaint("[]"), HasSubstr("must be a JSON object"));
  EXPECT_THAT(complaint("{"), HasSubstr("must be a JSON object"));
}

TEST(FaultTimetableTest, WhatCouldNotBeToldApartOrMadeIsRefused) {
  EXPECT_THAT(complaint_about(R"({"at_s": 1, "for_s": 5, "fault": "kill_core"},
                                 {"at_s": 5, "for_s": 5, "fault": "kill_core"})"),
              HasSubstr("kill_core at 5 s for 5 s begins within kill_core at 1 s for 5 s"));
  EXPECT_THAT(complaint_about(R"({"at_s": 58, "for_s": 5, "fault": "kill_core"})"),
              HasSubstr("goes on beyond the soak, which is 60 s"));
}

}  // namespace
}  // namespace orbbench::tests
