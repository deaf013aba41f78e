#include "checks/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<std::string> names_of(const std::vector<Check>& checks) {
  std::vector<std::string> names;
  for (const Check& check : checks) {
    names.emplace_back(check.name);
  }
  return names;
}

TEST(SelectChecksTest, AllRunWhenNoneIsNamed) {
  EXPECT_EQ(select_checks({}).size(), all_checks().size());
}

TEST(SelectChecksTest, NamedOnesRunAfterReachabilityInTheirOwnOrder) {
  EXPECT_THAT(names_of(select_checks({"pool.laws", "ledger.coverage"})),
              ElementsAre("core.reachable", "ledger.coverage", "pool.laws"));
}

TEST(SelectChecksTest, AGroupStandsForAllOfItsChecks) {
  EXPECT_THAT(names_of(select_checks({"ledger"})),
              ElementsAre("core.reachable", "ledger.bookkeeping", "ledger.coverage"));
}

TEST(SelectChecksTest, AnUnknownNameIsNamedWithWhatThereIs) {
  EXPECT_THAT([] { select_checks({"ledger.coverag"}); },
              ThrowsMessage<orb_client::ConfigError>(
                  AllOf(HasSubstr("\"ledger.coverag\""), HasSubstr("ledger.coverage"))));
}

}  // namespace
}  // namespace orbbench::bench
