#include "watched_stack_test.hpp"

#include <future>

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

}  // namespace

void WatchedStackTest::SetUp() {
  if (!why_no_prometheus().empty()) {
    GTEST_SKIP() << why_no_prometheus();
  }
  ChaosTest::SetUp();
}

void WatchedStackTest::TearDown() {
  end_traffic();
  prometheus_.reset();
  worker_.reset();
  soak_.reset();
  soak_results_.reset();
  if (!IsSkipped()) {
    ChaosTest::TearDown();
  }
}

void WatchedStackTest::watch(const launcher::StackOptions& options,
                             const std::vector<std::string>& rules,
                             std::chrono::milliseconds interval) {
  soak_results_ = std::make_unique<SoakResults>();
  auto former = std::async(std::launch::async, [this] { soak_results_->finish_one(); });
  start(options);
  former.get();
  soak_ = std::make_unique<SoakProcess>(*soak_results_);
  worker_ = std::make_unique<WorkerProcess>(*soak_results_);
  ScrapeTargets targets = targets_of(stack().endpoints());
  targets["soak"] = {soak_->address()};
  targets["worker"] = {worker_->address()};
  prometheus_ = std::make_unique<PrometheusServer>(
      PrometheusServer::Settings{.targets = targets, .rules = rules, .interval = interval});
  // It takes Prometheus 5 s to begin to scrape; until then every service is missing.
  const auto settled = [&] {
    return prometheus_->query("up == 1").size() == targets.size() && prometheus_->firing().empty();
  };
  ASSERT_TRUE(eventually(settled, 30s));
  user_ = new_user();
}

void WatchedStackTest::begin_traffic() {
  traffic_ = std::jthread([this](const std::stop_token& stop) {
    HttpClient client = gateway(user_);
    while (!stop.stop_requested()) {
      make_round(client);
      ++rounds_;
    }
  });
}

void WatchedStackTest::end_traffic() {
  if (traffic_.joinable()) {
    traffic_.request_stop();
    traffic_.join();
  }
}

void WatchedStackTest::make_round(HttpClient& client) {
  const Answer made = client.post("/api/v1/widgets", widget_body({{"sensitive_data", "c2VjcmV0"}}));
  if (made.status != 201) {
    client.get("/api/v1/widgets");
    return;
  }
  const std::string path = path_of(made.json());
  client.get(path);
  client.patch(path, {{"label", "another"}});
  client.get(path);
  client.post(path + "/render", json::object());
  client.post(path + "/orb/invoke", {{"operation", "echo"}, {"params", {"text"}}});
  client.remove(path);
}

void WatchedStackTest::inject(orb_client::FaultKind kind, const std::string& site) {
  static orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(stack().core_url()), {});
  const auto deadline = orb_client::Deadline::after(5s);
  pool.lease(deadline)->inject_fault(kind, site, deadline);
}

}  // namespace orbbench::tests
