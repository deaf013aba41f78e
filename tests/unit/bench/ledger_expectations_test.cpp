#include "checks/ledger_expectations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using metrics::Priority;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::ptrdiff_t sites_of(const LedgerExpectations& expectations, Priority priority) {
  return std::count_if(expectations.sites().begin(), expectations.sites().end(),
                       [priority](const auto& site) { return site.second.priority == priority; });
}

TEST(LedgerExpectationsTest, BuiltInOnesDescribeThePhase1Sites) {
  const auto expectations = LedgerExpectations::built_in();
  EXPECT_EQ(expectations.sites().size(), 73U);
  EXPECT_EQ(sites_of(expectations, Priority::Critical), 3);
  EXPECT_EQ(sites_of(expectations, Priority::High), 10);
  EXPECT_EQ(sites_of(expectations, Priority::Medium) + sites_of(expectations, Priority::Low), 60);
}

TEST(LedgerExpectationsTest, SumsOverTheEventsThatTouchTheSite) {
  const auto expectations = LedgerExpectations::parse(
      R"({"sites": {"any": {"priority": "medium", "per": {"argument": 2, "result": 1}}}})", "test");
  EXPECT_EQ(expectations.expected("any", {{"argument", 3}, {"result", 4}, {"create", 9}}), 10U);
  EXPECT_EQ(expectations.expected("any", {}), 0U);
}

TEST(LedgerExpectationsTest, NamesTheSourceAndTheProblemOfABadDocument) {
  const auto parse = [](const char* text) {
    return [text] { LedgerExpectations::parse(text, "mine.json"); };
  };
  EXPECT_THAT(parse("{"), ThrowsMessage<orb_client::ConfigError>(HasSubstr("mine.json")));
  EXPECT_THAT(parse("{}"), ThrowsMessage<orb_client::ConfigError>(HasSubstr("sites")));
  EXPECT_THAT(parse(R"({"sites": {"a": {"priority": "urgent", "per": {}}}})"),
              ThrowsMessage<orb_client::ConfigError>(HasSubstr("urgent")));
  EXPECT_THAT(parse(R"({"sites": {"a": {"priority": "low", "per": {"x": "many"}}}})"),
              ThrowsMessage<orb_client::ConfigError>(HasSubstr("mine.json")));
}

}  // namespace
}  // namespace orbbench::bench
