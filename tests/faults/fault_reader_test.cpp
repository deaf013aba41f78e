#include <gmock/gmock.h>

#include "faults/fault.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::tests {
namespace {

using namespace faults;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string mistake_in(const std::string& text, Protocol protocol = Protocol::Giop) {
  try {
    parse_faults(text, "f.json", protocol);
  } catch (const orb_client::ConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("f.json"), Not(HasSubstr("\n"))));
    return error.what();
  }
  return "none";
}

std::string mistake_in_fault(const std::string& fault, Protocol protocol = Protocol::Giop) {
  return mistake_in(R"({"faults": [)" + fault + "]}", protocol);
}

TEST(FaultReaderTest, ReadsAllKeys) {
  const auto faults = parse_faults(R"({"faults": [
    {"name": "slow", "fault": "delay", "delay_ms": 20, "jitter_ms": 5,
     "match": {"direction": "to_server", "type": "request", "operation": "ping",
               "request_id": 3, "every": 2, "probability": 0.5, "first": 9}},
    {"fault": "flip", "part": "header", "offset": 7, "mask": 1},
    {"fault": "drop"}]})",
                                   "f.json", Protocol::Giop);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_EQ(faults[0].name, "slow");
  EXPECT_EQ(faults[0].delay, 20ms);
  EXPECT_EQ(faults[0].jitter, 5ms);
  EXPECT_EQ(faults[0].match.direction, Direction::ToServer);
  EXPECT_EQ(faults[0].match.type, MessageType::Request);
  EXPECT_EQ(faults[0].match.operation, "ping");
  EXPECT_EQ(faults[0].match.request_id, 3U);
  EXPECT_EQ(faults[0].match.every, 2U);
  EXPECT_EQ(faults[0].match.probability, 0.5);
  EXPECT_EQ(faults[0].match.first, 9U);
  EXPECT_EQ(faults[1].part, MessagePart::Header);
  EXPECT_EQ(faults[1].offset, 7U);
  EXPECT_EQ(faults[1].mask, 1U);
  EXPECT_EQ(faults[2].name, "drop");
  EXPECT_EQ(faults[2].match.type, MessageType::Reply);
  EXPECT_EQ(faults[2].match.direction, Direction::ToClient);
}

TEST(FaultReaderTest, NamesTheMistake) {
  EXPECT_THAT(mistake_in("{"), HasSubstr("parse error"));
  EXPECT_THAT(mistake_in("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(mistake_in("{}"), HasSubstr("needs a list \"faults\""));
  EXPECT_THAT(mistake_in(R"({"faults": [], "seed": 1})"), HasSubstr("\"seed\""));
  EXPECT_THAT(mistake_in_fault("1"), HasSubstr("fault 1 must be an object"));
  EXPECT_THAT(mistake_in_fault("{}"), HasSubstr("needs the key \"fault\""));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "burn"})"), HasSubstr("\"burn\" is none of"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "delay"})"), HasSubstr("needs delay_ms"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "delay", "delay_ms": 0})"), HasSubstr("not both 0"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "delay", "delay_ms": -1})"), HasSubstr("from 0 to"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "slice", "piece_octets": "1"})"),
              HasSubstr("piece_octets must be a whole number"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "cut", "delay_ms": 1})"),
              HasSubstr("no use for the key \"delay_ms\""));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "flip", "part": "header", "offset": 12})"),
              HasSubstr("offset lies behind"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "flip", "mask": 0})"), HasSubstr("from 1 to 255"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "drop", "match": {"type": "request"}})"),
              HasSubstr("of replies to the client"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "cut", "match": {"type": "reqest"}})"),
              HasSubstr("\"reqest\" is none of"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "cut", "match": {"probability": 0}})"),
              HasSubstr("probability must be"));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "cut", "match": {"nth": 2}})"),
              HasSubstr("fault 1 match has no use for the key \"nth\""));
  EXPECT_THAT(mistake_in_fault(R"({"fault": "cut", "name": "a\nb"})"), HasSubstr("name must be"));
}

TEST(FaultReaderTest, TakesByteLevelFaultsOnlyForOtherProtocols) {
  EXPECT_THAT(mistake_in_fault(R"({"fault": "drop"})", Protocol::Bytes), HasSubstr("needs GIOP"));
  EXPECT_THAT(
      mistake_in_fault(R"({"fault": "cut", "match": {"operation": "ping"}})", Protocol::Bytes),
      HasSubstr("\"operation\""));
  EXPECT_EQ(mistake_in_fault(R"({"fault": "cut", "match": {"every": 2}})", Protocol::Bytes),
            "none");
}

TEST(FaultReaderTest, TellsOfAFileThatCannotBeRead) {
  EXPECT_THROW(read_faults("/nonexistent/f.json", Protocol::Giop), orb_client::ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
