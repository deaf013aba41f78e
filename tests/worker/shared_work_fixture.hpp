#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core_process.hpp"
#include "orbbench/launcher/stack.hpp"
#include "orbbench/metrics/latency_histogram.hpp"
#include "orbbench/store/results_store.hpp"
#include "orbbench/work/queue.hpp"
#include "stack_fixture.hpp"

namespace orbbench::tests {

/// A soak that workers share, as a plan's file has it.
struct SoakFile {
  std::string core;
  std::string metrics;
  double rate = 200;
  double duration_s = 2;
  double interval_s = 0.5;
  int generators = 2;
  int deadline_ms = 3000;

  /// Exact: each item's share of the rate times its length is whole here.
  std::uint64_t calls() const;
  std::string text() const;
};

/// A database, and a core, of the test's own, and workers on them.
class SharedWorkFixture : public StackFixture {
 protected:
  void SetUp() override;
  void TearDown() override;

  virtual CoreProcess::Settings core_settings() const {
    return {.further_arguments = {"--enable-faults"}};
  }
  virtual std::vector<std::string> parts() const { return {"postgres"}; }
  /// Where a process finds the database.
  virtual std::string database() const { return server().connection_string(); }
  /// Where workers find the core.
  virtual std::string core_host() const { return "127.0.0.1"; }

  std::vector<std::string> environment() const;
  std::unique_ptr<CommandRun> start(const std::vector<std::string>& arguments) const;
  /// With a short lease.
  std::unique_ptr<CommandRun> start_worker(const std::string& name,
                                           const std::vector<std::string>& further = {}) const;
  Finished run(const std::vector<std::string>& arguments) const;

  /// `orbbench work submit` of this text; returns the run's id.
  std::string submit(const std::string& plan) const;
  SoakFile soak() const;

  work::Queue& queue() { return *queue_; }
  store::ResultsStore& store() { return *store_; }
  CoreProcess& core() { return *core_; }
  launcher::Stack& stack() { return *stack_; }
  const launcher::PostgresEndpoint& server() const { return *stack_->endpoints().postgres; }

  /// The core does not answer the next calls, whoever makes them.
  void lose_replies(std::uint32_t count);

  /// Waits until the worker holds an item of the run; its ordinal.
  int await_item_of(const std::string& worker, const std::string& work_id);
  /// Waits for the run's result.
  store::StoredRun await_result(const std::string& work_id);

 private:
  std::optional<launcher::Stack> stack_;
  std::optional<CoreProcess> core_;
  std::optional<work::Queue> queue_;
  std::optional<store::ResultsStore> store_;
};

/// Of the calls of a soak, from when each was due.
metrics::LatencyHistogram latency_in(const store::StoredRun& soak);
/// The items' own, merged.
metrics::LatencyHistogram latency_in(const std::vector<work::ItemInfo>& items);
std::string verdict_of(const store::StoredRun& run, const std::string& check);
std::size_t count_of_kind(store::ResultsStore& store, const std::string& kind);

}  // namespace orbbench::tests
