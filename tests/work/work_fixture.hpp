#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/launcher/stack.hpp"
#include "orbbench/work/queue.hpp"

namespace orbbench::tests {

/// A PostgreSQL of the test's own, with the schema of the results, and queues on it.
class WorkFixture : public testing::Test {
 protected:
  /// For an item that is to stay with its holder for as long as a test may last.
  static constexpr std::chrono::milliseconds kLong = std::chrono::minutes(10);

  explicit WorkFixture(std::vector<std::string> parts = {"postgres"});

  /// The same for as long as the test lasts, kills and starts included.
  const std::string& connection() const { return connection_; }

  /// A session of its own. What failed comes back at once.
  work::Queue queue() const;

  /// With that many items, whose payloads are their ordinals; in the queue.
  work::NewRun submit(std::size_t items, int priority = 0, const std::string& kind = "count");

  /// As if the holder of that item had not been heard of in time.
  void let_lease_pass(const work::LeasedItem& item) const;

  std::string state_of(const std::string& work_id) const;

  /// The kinds of all events, in their order.
  std::vector<std::string> events() const;

  /// Of the first row.
  std::string ask(const std::string& query) const;
  void change(const std::string& statement) const;

  launcher::Stack stack_;

 private:
  std::string connection_;
};

/// The next item, once there is one; none when there is none for long.
std::optional<work::LeasedItem> await_lease(work::Queue& queue, const std::string& worker,
                                            std::chrono::milliseconds how_long);

}  // namespace orbbench::tests
