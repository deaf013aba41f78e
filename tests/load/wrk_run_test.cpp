// What wrk measured, without what it adds to that.

#include "http/wrk_run.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <string>
#include <thread>

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;

/// Answers after 2 ms, and one request among them after 400.
class OneStall {
 public:
  OneStall() {
    server_.set_keep_alive_max_count(100'000);
    server_.set_tcp_nodelay(true);
    server_.Get("/", [this](const httplib::Request&, httplib::Response& response) {
      constexpr int kStalled = 50;
      std::this_thread::sleep_for(++requests_ == kStalled ? 400ms : 2ms);
      response.set_content("here", "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    serving_ = std::jthread([this] { server_.listen_after_bind(); });
  }
  ~OneStall() { server_.stop(); }
  OneStall(const OneStall&) = delete;
  OneStall& operator=(const OneStall&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int requests() const { return requests_; }

 private:
  httplib::Server server_;
  std::atomic<int> requests_ = 0;
  int port_ = 0;
  std::jthread serving_;
};

// wrk takes a hundred requests to have been left out in those 400 ms, a quarter of all then, and adds
// them to its latencies: p99 would be 380 ms.
TEST(WrkRunTest, AStallIsTheLatencyOfOneRequestAndOfNoOther) {
  try {
    require_wrk();
  } catch (const NoWrk& missing) {
    GTEST_SKIP() << missing.what();
  }
  const OneStall stack;
  const PrivateFolder folder;
  const LoadResult seen =
      run_wrk({.name = "stalled", .url = stack.url(), .paths = {"/"}, .duration = 1s}, folder, {});
  EXPECT_EQ(seen.errors, 0U);
  EXPECT_NEAR(static_cast<double>(seen.requests), stack.requests(), 2);
  EXPECT_GT(seen.latency_us_p50, 2000);
  EXPECT_LT(seen.latency_us_p99, 100'000);
}

}  // namespace
}  // namespace orbbench::bench
