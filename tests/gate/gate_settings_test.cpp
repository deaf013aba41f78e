#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate/fingerprint_difference.hpp"
#include "gate/margins.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::tests {
namespace {

using gate::describe_differences;
using gate::is_same_machine;
using gate::margins_with;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names_of(const gate::Margins& margins) {
  std::vector<std::string> names;
  for (const gate::QuantileMargin& quantile : margins.quantiles) {
    names.push_back(quantile.quantile);
  }
  return names;
}

TEST(MarginsTest, ChangesReplaceAndAddInOrder) {
  const gate::Margins margins = margins_with({"p99=0.5", "p999=1", "p90=0.1", "errors=0"});
  EXPECT_THAT(names_of(margins), ElementsAre("p50", "p90", "p95", "p99", "p999"));
  EXPECT_EQ(margins.quantiles.at(0).margin, 0.05);
  EXPECT_EQ(margins.quantiles.at(3).margin, 0.5);
  EXPECT_EQ(margins.error_rate, 0);
}

TEST(MarginsTest, WhatIsNoneIsRefused) {
  for (const char* text : {"", "p50", "p50=", "=1", "p50=x", "p50=1x", "p50=-1", "p50=nan",
                           "p50=101", "p42=0.1", "p50==1", "P50=1"}) {
    EXPECT_THROW(margins_with({text}), orb_client::ConfigError) << text;
  }
}

TEST(FingerprintDifferenceTest, TheMachineIsItsProcessors) {
  const gate::Fingerprint here{{"processor", "one"}, {"processors", "2"}, {"kernel", "6.1"}};
  gate::Fingerprint there = here;
  there["kernel"] = "6.5";
  there["core"] = "IOR:00";
  EXPECT_TRUE(is_same_machine(there, here));
  EXPECT_THAT(describe_differences(there, here),
              ElementsAre("kernel: 6.5 in the baseline, 6.1 here"));
  there["processors"] = "4";
  EXPECT_FALSE(is_same_machine(there, here));
  there = here;
  there["kept awake by"] = "polling";
  EXPECT_FALSE(is_same_machine(there, here));
  EXPECT_THAT(describe_differences(here, here), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
