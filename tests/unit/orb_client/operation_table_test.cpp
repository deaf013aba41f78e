#include "operation_table.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

TEST(OperationTableTest, KnowsAnOperationByItsName) {
  OperationTable table(2, {});
  OperationState& first = table.find_or_add("ping");
  EXPECT_EQ(&table.find_or_add("ping"), &first);
  EXPECT_NE(&table.find_or_add("echo"), &first);
  EXPECT_EQ(first.breakers.size(), 2U);
}

TEST(OperationTableTest, RefusesNamesThatCannotBe) {
  OperationTable table(1, {});
  for (const std::string& name : {std::string(), std::string("a b"), std::string(65, 'x'),
                                  std::string("line\n"), std::string("\xc3\xa4")}) {
    EXPECT_THROW(table.find_or_add(name), ConfigError) << name;
  }
  EXPECT_NO_THROW(table.find_or_add(std::string(64, 'x')));
}

TEST(OperationTableTest, TakesABoundedNumberOfNames) {
  OperationTable table(1, {});
  for (int i = 0; i < 256; ++i) {
    table.find_or_add("operation_" + std::to_string(i));
  }
  EXPECT_THROW(table.find_or_add("operation_256"), ConfigError);
  EXPECT_NO_THROW(table.find_or_add("operation_0"));
}

TEST(OperationTableTest, AddsANameOnceForManyThreads) {
  OperationTable table(1, {});
  std::latch together(8);
  std::vector<std::jthread> threads;
  threads.reserve(8);
  std::atomic<OperationState*> seen = nullptr;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      together.arrive_and_wait();
      OperationState* mine = &table.find_or_add("ping");
      OperationState* before = seen.exchange(mine);
      EXPECT_TRUE(before == nullptr || before == mine);
    });
  }
}

TEST(RunningCallTest, OR13_RefusesTheCallBeyondTheBoundAndTakesTheNextAfterOneEnded) {
  OperationTable table(1, {});
  OperationState& operation = table.find_or_add("ping");
  {
    const RunningCall first(operation, 2);
    const RunningCall second(operation, 2);
    EXPECT_THROW(RunningCall(operation, 2), BulkheadFullError);
  }
  EXPECT_EQ(operation.running, 0U);
  const RunningCall again(operation, 1);
  EXPECT_NO_THROW(RunningCall(operation, 0)) << "0 is no bound";
}

}  // namespace
}  // namespace orbbench::orb_client
