// Of builds that found no PolyORB.
#include <gmock/gmock.h>

#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using ::testing::HasSubstr;

class AbsentAdaCoreTest : public StackFixture {};

TEST_F(AbsentAdaCoreTest, StackSaysWhereOneComesFromWhenItIsAskedForIt) {
  const Finished up = run({"stack", "up", "--free-ports", "--parts", "core", "--core", "ada"});
  EXPECT_EQ(up.status, 64);
  EXPECT_THAT(up.errors, HasSubstr("orbbench: there is no orbbench-core-ada beside this program"));
  EXPECT_THAT(up.errors, HasSubstr("ORBBENCH_POLYORB"));
  EXPECT_EQ(up.output, "");
}

}  // namespace
}  // namespace orbbench::tests
