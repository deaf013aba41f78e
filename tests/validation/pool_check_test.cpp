#include <gmock/gmock.h>

#include "check_fixture.hpp"

namespace orbbench::tests {
namespace {

using testing::IsEmpty;

class PoolCheckTest : public CheckFixture {};

TEST_F(PoolCheckTest, TheClientsPoolKeepsItsLaws) {
  const bench::CheckResult result = bench::check_pool_laws(context_);
  EXPECT_EQ(result.verdict, bench::Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
