#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "chaos_test.hpp"
#include "orbbench/orb_client/core_lane.hpp"
#include "prometheus_server.hpp"
#include "soak_process.hpp"

namespace orbbench::tests {

/// A stack of the test's own with a Prometheus that scrapes it, and a user who works on it.
class WatchedStackTest : public ChaosTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Starts the stack, a soak of another core with one before it that has passed, a worker, and
  /// Prometheus with these rules.
  void watch(const launcher::StackOptions& options, const std::vector<std::string>& rules,
             std::chrono::milliseconds interval);

  PrometheusServer& prometheus() { return *prometheus_; }

  /// Makes, reads, changes, renders, calls and deletes a widget, again and again on a thread of its
  /// own, whatever comes of it.
  void begin_traffic();
  void end_traffic();
  /// Rounds that it has made.
  int rounds() const { return rounds_; }

  void end_worker() { worker_.reset(); }

  /// From now on a site of the core goes wrong.
  void inject(orb_client::FaultKind kind, const std::string& site);

 private:
  void make_round(HttpClient& client);

  std::unique_ptr<SoakResults> soak_results_;
  std::unique_ptr<SoakProcess> soak_;
  std::unique_ptr<WorkerProcess> worker_;
  std::unique_ptr<PrometheusServer> prometheus_;
  std::atomic<int> rounds_ = 0;
  std::jthread traffic_;
};

}  // namespace orbbench::tests
