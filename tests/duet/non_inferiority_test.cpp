#include "orbbench/metrics/non_inferiority.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace orbbench::metrics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Row {
  std::optional<Interval> interval;
  NonInferiority decision;
};

class NonInferiorityTest : public testing::TestWithParam<Row> {};

TEST_P(NonInferiorityTest, TakesTheWholeInterval) {
  EXPECT_EQ(judge_non_inferiority(GetParam().interval, 1.05), GetParam().decision);
}

INSTANTIATE_TEST_SUITE_P(
    LimitOfFivePercent, NonInferiorityTest,
    testing::Values(Row{Interval{0.9, 0.95}, NonInferiority::Shown},       // better
                    Row{Interval{0.99, 1.01}, NonInferiority::Shown},      // no difference
                    Row{Interval{1.02, 1.04}, NonInferiority::Shown},      // worse, and allowed
                    Row{Interval{1.02, 1.05}, NonInferiority::Undecided},  // it touches the limit
                    Row{Interval{1.02, 1.08}, NonInferiority::Undecided},
                    Row{Interval{0.8, 1.3}, NonInferiority::Undecided},  // nothing was found
                    Row{Interval{0, kInfinity}, NonInferiority::Undecided},
                    Row{Interval{1.05, 1.08}, NonInferiority::Undecided},
                    Row{Interval{1.06, 1.08}, NonInferiority::Refuted},
                    Row{std::nullopt, NonInferiority::NotMeasured},
                    Row{Interval{kNan, 1}, NonInferiority::NotMeasured},
                    Row{Interval{1, kNan}, NonInferiority::NotMeasured},
                    Row{Interval{1.1, 0.9}, NonInferiority::NotMeasured}));

class NoIncreaseTest : public testing::TestWithParam<Row> {};

TEST_P(NoIncreaseTest, AllowsWhatCannotBeTold) {
  EXPECT_EQ(judge_no_increase(GetParam().interval, 1.05), GetParam().decision);
}

INSTANTIATE_TEST_SUITE_P(CoarsestOfFivePercent, NoIncreaseTest,
                         testing::Values(Row{Interval{0.9, 0.95}, NonInferiority::Shown},
                                         Row{Interval{0.99, 1.01}, NonInferiority::Shown},
                                         Row{Interval{1.0, 1.02}, NonInferiority::Shown},
                                         Row{Interval{1.001, 1.002}, NonInferiority::Refuted},
                                         Row{Interval{0.9, 1.1},
                                             NonInferiority::Undecided},  // it could tell nothing
                                         Row{std::nullopt, NonInferiority::NotMeasured}));

}  // namespace
}  // namespace orbbench::metrics
