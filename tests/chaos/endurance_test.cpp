// RE: failures in great number or for a long time leave nothing behind.

#include <atomic>

#include "chaos_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr std::int64_t kMegabyte = 1024 * 1024;

class EnduranceTest : public ChaosTest {
 protected:
  void SetUp() override {
    ChaosTest::SetUp();
    start(options());
    make_widget();
  }

  const std::vector<std::string> services_{"security", kWidgetCore, "gateway"};
};

TEST_F(EnduranceTest, RE15_OneDependencyDownForAMinuteCascadesNowhere) {
  const auto load = [&](std::chrono::seconds duration) {
    const auto end = std::chrono::steady_clock::now() + duration;
    at_once(5, [&](std::size_t number) {
      HttpClient client = gateway(user_);
      auto next = std::chrono::steady_clock::now();
      while (next < end) {
        number % 2 == 0 ? client.get(path_of(widget_))
                        : client.post(path_of(widget_, "/orb/invoke"),
                                      {{"operation", "test_operation"}, {"params", json::array()}});
        next += 100ms;  // 50 requests a second from five clients: the rate is part of the criterion
        std::this_thread::sleep_until(next);
      }
    });
  };
  load(5s);
  std::map<std::string, std::array<std::int64_t, 3>> before;
  for (const std::string& service : services_) {
    const pid_t pid = pid_of(service);
    before[service] = {resident_octets(pid), static_cast<std::int64_t>(open_descriptors(pid)),
                       static_cast<std::int64_t>(threads_of(pid))};
  }
  kill_part("core");
  load(60s);
  start_part("core");
  ASSERT_TRUE(eventually([&] { return invoke("test_operation").status == 200; }, 15s));
  load(5s);
  for (const std::string& service : services_) {
    const pid_t pid = pid_of(service);
    const auto& [memory, descriptors, threads] = before[service];
    EXPECT_TRUE(eventually([&] {
      return static_cast<std::int64_t>(open_descriptors(pid)) <= descriptors + 8 &&
             static_cast<std::int64_t>(threads_of(pid)) <= threads + 4;
    })) << service
        << ": " << open_descriptors(pid) << " descriptors of " << descriptors << ", "
        << threads_of(pid) << " threads of " << threads;
    EXPECT_LT(resident_octets(pid) - memory, 10 * kMegabyte) << service;
  }
}

TEST_F(EnduranceTest, RE16_TenThousandFailingRequestsLeaveLessThanTenMegabytes) {
  const auto fail = [&](std::size_t count) {
    at_once(4, [&](std::size_t number) {
      HttpClient client = gateway(user_);
      HttpClient stranger = gateway();
      for (std::size_t i = 0; i < count / 4; ++i) {
        switch ((i + number) % 5) {
          case 0:
            client.post("/api/v1/widgets", {{"type", "button"}});
            break;
          case 1:
            client.get("/api/v1/widgets/999999999");
            break;
          case 2:
            client.post(path_of(widget_, "/orb/invoke"),
                        {{"operation", "exception_operation"}, {"params", json::array()}});
            break;
          case 3:
            stranger.get("/api/v1/widgets", {{"Authorization", "Bearer x.y.z"}});
            break;
          default:
            stranger.post("/api/v1/auth/refresh", {{"refresh_token", "no such token at all"}});
        }
      }
    });
  };
  fail(2000);  // until the allocators are warm
  std::map<std::string, std::int64_t> before;
  for (const std::string& service : services_) {
    before[service] = resident_octets(pid_of(service));
  }
  fail(10'000);
  for (const std::string& service : services_) {
    EXPECT_LT(resident_octets(pid_of(service)) - before[service], 10 * kMegabyte) << service;
  }
}

}  // namespace
}  // namespace orbbench::tests
