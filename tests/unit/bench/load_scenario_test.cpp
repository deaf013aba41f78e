#include "load/load_scenario.hpp"

#include <gmock/gmock.h>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string refusal_of(const std::string& text) {
  try {
    parse_scenario(text);
  } catch (const orb_client::ConfigError& error) {
    return error.what();
  }
  ADD_FAILURE() << text << " was taken";
  return {};
}

std::string with(const std::string& further) {
  return R"({"name": "n", "mix": [{"operation": "ping"}],
             "arrival": {"process": "constant", "rate": 5})" +
         further + "}";
}

TEST(LoadScenarioTest, ReadsAWholeOne) {
  const LoadScenario scenario = parse_scenario(R"({
    "name": "mixed", "lanes": 8, "warm_up_s": 0, "duration_s": 2.5, "deadline_ms": 100, "seed": 9,
    "mix": [{"operation": "ping", "weight": 3}, {"operation": "echo_octets", "octets": 1024}],
    "arrival": {"process": "ramp", "from": 100, "to": 900}})");
  EXPECT_EQ(scenario.name, "mixed");
  EXPECT_EQ(scenario.lanes, 8U);
  EXPECT_EQ(scenario.warm_up, 0ms);
  EXPECT_EQ(scenario.arrivals.duration, 2500ms);
  EXPECT_EQ(scenario.deadline, 100ms);
  EXPECT_EQ(scenario.arrivals.seed, 9U);
  ASSERT_EQ(scenario.mix.size(), 2U);
  EXPECT_EQ(scenario.mix[0].weight, 3);
  EXPECT_EQ(scenario.mix[1].octets, 1024U);
  EXPECT_EQ(scenario.arrivals.expected_calls(), 1250);
  EXPECT_FALSE(scenario.closed_loop);
}

TEST(LoadScenarioTest, ReadsEachArrivalProcess) {
  const auto arrival = [](const std::string& process) {
    return parse_scenario(R"({"name": "n", "duration_s": 1, "mix": [{"operation": "ping"}],
                              "arrival": )" +
                          process + "}");
  };
  EXPECT_EQ(arrival(R"({"process": "constant", "rate": 7})").arrivals.expected_calls(), 7);
  EXPECT_EQ(arrival(R"({"process": "poisson", "rate": 7})").arrivals.expected_calls(), 7);
  EXPECT_EQ(arrival(R"({"process": "steps", "rates": [1, 3]})").arrivals.expected_calls(), 2);
  EXPECT_TRUE(arrival(R"({"process": "closed"})").closed_loop);
}

TEST(LoadScenarioTest, EachTargetHasOperationsOfItsOwn) {
  const auto scenario = [](const std::string& target, const std::string& operation) {
    return R"({"name": "n", "target": ")" + target + R"(", "mix": [{"operation": ")" + operation +
           R"("}], "arrival": {"process": "closed"}})";
  };
  EXPECT_EQ(parse_scenario(with("")).target, LoadTarget::Core);
  EXPECT_EQ(parse_scenario(scenario("core", "ping")).target, LoadTarget::Core);
  EXPECT_EQ(parse_scenario(scenario("http", "get")).target, LoadTarget::Http);
  EXPECT_EQ(parse_scenario(scenario("widget_core", "list")).target, LoadTarget::WidgetCore);
  EXPECT_THAT(refusal_of(scenario("gateway", "get")), HasSubstr("target must be core"));
  EXPECT_THAT(refusal_of(scenario("http", "ping")),
              HasSubstr("\"ping\" is none that can be called; these can: get, list"));
}

TEST(LoadScenarioTest, RefusesInOneLineWithThePlace) {
  EXPECT_THAT(refusal_of("{"), HasSubstr("no JSON"));
  EXPECT_THAT(refusal_of("[]"), HasSubstr("the document must be an object"));
  EXPECT_THAT(refusal_of("{}"), HasSubstr("scenario: name is missing"));
  EXPECT_THAT(refusal_of(with(R"(, "lane": 4)")), HasSubstr("scenario: lane is unknown"));
  EXPECT_THAT(refusal_of(with(R"(, "lanes": 0)")),
              HasSubstr("lanes must be a whole number from 1"));
  EXPECT_THAT(refusal_of(with(R"(, "lanes": 1.5)")), HasSubstr("lanes must be a whole number"));
  EXPECT_THAT(refusal_of(with(R"(, "duration_s": 0)")),
              HasSubstr("duration_s must be a number above 0"));
  EXPECT_THAT(refusal_of(with(R"(, "duration_s": "1")")), HasSubstr("duration_s must be a number"));
  EXPECT_THAT(refusal_of(R"({"name": "n", "mix": [{"operation": "ping"}, {"operation": "pong"}],
                             "arrival": {"process": "closed"}})"),
              HasSubstr("mix[1].operation \"pong\" is none"));
  EXPECT_THAT(refusal_of(R"({"name": "n", "mix": [{"operation": "ping", "weight": 0}],
                             "arrival": {"process": "closed"}})"),
              HasSubstr("mix[0].weight must be a number above 0"));
  EXPECT_THAT(refusal_of(R"({"name": "n", "mix": [{"operation": "ping"}],
                             "arrival": {"process": "steps", "rates": [1, -2]}})"),
              HasSubstr("arrival.rates[1].rate must be a number above 0"));
  EXPECT_THAT(refusal_of(R"({"name": "n", "mix": [{"operation": "ping"}],
                             "arrival": {"process": "closed", "rate": 4}})"),
              HasSubstr("arrival.rate is unknown"));
}

}  // namespace
}  // namespace orbbench::bench
