// PE-05: what was noted is written, and once, whatever the database does meanwhile.

#include "usage/usage_book.hpp"

#include <gtest/gtest.h>

#include "orbbench/launcher/stack.hpp"
#include "store/usage_rows.hpp"
#include "store_verifiers.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using widget_core::UsageBook;
using widget_core::UsageSums;

launcher::StackOptions only_postgres() {
  launcher::StackOptions options;
  options.parts = {"postgres"};
  options.keeper_binary = ORBBENCH_BINARY;
  return options;
}

class UsageBookTest : public ::testing::Test {
 protected:
  static void note(UsageBook& book, int replies, int status = 200) {
    const std::string path = "/widgets";
    const std::optional<service::Caller> caller(service::Caller{7, 3, "user"});
    for (int i = 0; i < replies; ++i) {
      book.note({service::Method::Get, path, caller, status, 10, 20, 1ms});
    }
  }

  UsageSums written() {
    UsageSums all;
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    database_.transact(orb_client::Deadline::after(5s), [&](pqxx::work& work) {
      UsageSums found;
      widget_core::read_usage(
          work, 3, {today - std::chrono::days(1), today},
          [&](const std::string&, const std::string&, const UsageSums& sums) { found.add(sums); });
      all = found;
    });
    return all;
  }

  std::string connection() const { return stack_.endpoints().postgres->connection_string(); }

  launcher::Stack stack_ = launcher::Stack::start(only_postgres());
  service::DatabasePool database_{connection(), {}};
  service::ServiceMetrics metrics_{"tested"};
};

TEST_F(UsageBookTest, PE05_WhatWasNotedIsWrittenAtTheEnd) {
  {
    UsageBook book(database_, metrics_);
    note(book, 40);
    note(book, 2, 404);
    book.stop();
  }
  const UsageSums sums = written();
  EXPECT_EQ(sums.calls, 42U);
  EXPECT_EQ(sums.errors, 2U);
  EXPECT_EQ(sums.octets_in, 420U);
  EXPECT_EQ(sums.octets_out, 840U);
  EXPECT_EQ(sums.response_times.count(), 42U);
}

TEST_F(UsageBookTest, PE05_TwoServicesAddUp) {
  UsageBook first(database_, metrics_);
  UsageBook second(database_, metrics_);
  note(first, 10);
  note(second, 20);
  first.stop();
  second.stop();
  EXPECT_EQ(written().calls, 30U);
  EXPECT_EQ(written().response_times.count(), 30U);
}

TEST_F(UsageBookTest, PE05_ADatabaseThatIsKilledLosesAndDoublesNothing) {
  UsageBook book(database_, metrics_);
  for (int i = 0; i < 3; ++i) {
    note(book, 100);
    stack_.kill_part("postgres");
    note(book, 100);
    stack_.start_part("postgres");
  }
  EXPECT_TRUE(eventually([&] { return written().calls == 600; })) << written().calls;
  book.stop();
  EXPECT_EQ(written().calls, 600U);
}

TEST_F(UsageBookTest, PE05_ABatchThatComesAgainIsNotAddedAgain) {
  database_.transact(orb_client::Deadline::after(5s), [](pqxx::work& work) {
    EXPECT_TRUE(widget_core::begin_batch(work, "writer", 1));
    EXPECT_FALSE(widget_core::begin_batch(work, "writer", 1));
    EXPECT_TRUE(widget_core::begin_batch(work, "writer", 2));
    EXPECT_TRUE(widget_core::begin_batch(work, "another", 1));
  });
}

}  // namespace
}  // namespace orbbench::tests
