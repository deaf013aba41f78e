// At most so many requests of one client in any stretch of time as long as the window.
#include <algorithm>

#include "gateway_fixture.hpp"

namespace orbbench::tests {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// HAProxy reads its clock in milliseconds, once a wake-up.
constexpr milliseconds kClockStep{5};

class RateLimitTest : public GatewayFixture {
 protected:
  void start_with(std::uint64_t requests, milliseconds window, std::size_t clients = 100) {
    settings.rate_limit = {requests, window, clients};
    start();
  }

  int status_of(httplib::Client& connection, const std::string& client_id) const {
    return connection.Get("/api/v1/widgets", with({{"X-Client-ID", client_id}}))->status;
  }

  int admitted_of(int tries, const std::string& client_id) const {
    auto connection = client();
    connection.set_keep_alive(true);
    int admitted = 0;
    for (int number = 0; number < tries; ++number) {
      admitted += status_of(connection, client_id) == 200 ? 1 : 0;
    }
    return admitted;
  }
};

TEST_F(RateLimitTest, OneMoreThanTheLimitIs429WithItsHeaders) {
  start_with(3, milliseconds(60'000));
  for (const char* remaining : {"2", "1", "0"}) {
    const auto answer = client().Get("/api/v1/widgets", bearer());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->get_header_value("X-RateLimit-Limit"), "3");
    EXPECT_EQ(answer->get_header_value("X-RateLimit-Remaining"), remaining);
  }
  const auto refused = client().Get("/api/v1/widgets", bearer());
  expect_error(refused, 429, "RATE_LIMITED");
  EXPECT_EQ(refused->get_header_value("X-RateLimit-Limit"), "3");
  EXPECT_EQ(refused->get_header_value("X-RateLimit-Remaining"), "0");
  for (const char* name : {"Retry-After", "X-RateLimit-Reset"}) {
    const int seconds = std::stoi(refused->get_header_value(name));
    EXPECT_GE(seconds, 58) << name;
    EXPECT_LE(seconds, 61) << name;
  }
  EXPECT_EQ(widget_core.calls(), 3);
}

TEST_F(RateLimitTest, ClientsAreToldApartByTheirIdElseUserElseAddress) {
  start_with(2, milliseconds(60'000));
  EXPECT_EQ(admitted_of(3, "one"), 2);
  EXPECT_EQ(admitted_of(3, "two"), 2);
  auto claims = valid_claims();
  for (const char* user : {"1", "2"}) {
    claims["sub"] = user;
    const auto status = [&] { return client().Get("/api/v1/widgets", bearer(claims))->status; };
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(status(), 429);
  }
  EXPECT_EQ(client().Post("/api/v1/auth/login")->status, 200);
  EXPECT_EQ(client().Post("/api/v1/auth/login")->status, 200);
  EXPECT_EQ(client().Post("/api/v1/auth/login")->status, 429);
}

TEST_F(RateLimitTest, ClientThatWaitsRetryAfterIsServed) {
  start_with(2, milliseconds(1000));
  EXPECT_EQ(admitted_of(2, "one"), 2);
  const auto refused = client().Get("/api/v1/widgets", with({{"X-Client-ID", "one"}}));
  ASSERT_EQ(refused->status, 429);
  const std::chrono::seconds wait(std::stoi(refused->get_header_value("Retry-After")));
  EXPECT_LE(wait, std::chrono::seconds(2));
  std::this_thread::sleep_for(wait);  // what the header asks for is under test
  EXPECT_EQ(client().Get("/api/v1/widgets", with({{"X-Client-ID", "one"}}))->status, 200);
}

TEST_F(RateLimitTest, RefusedRequestsDoNotStarveAClientAndNoWindowHoldsMoreThanTheLimit) {
  constexpr std::size_t kLimit = 20;
  constexpr milliseconds kWindow{300};
  start_with(kLimit, kWindow);
  struct Admission {
    Clock::time_point sent;
    Clock::time_point answered;
  };
  std::vector<Admission> admissions;
  auto connection = client();
  connection.set_keep_alive(true);
  const auto end = Clock::now() + 5 * kWindow;
  while (Clock::now() < end) {
    const auto sent = Clock::now();
    if (status_of(connection, "one") == 200) {
      admissions.push_back({sent, Clock::now()});
    }
  }
  // Some five windows' worth: it asked all the time, and was served all the same.
  EXPECT_GE(admissions.size(), 4 * kLimit);
  for (std::size_t first = 0; first + kLimit < admissions.size(); ++first) {
    EXPECT_GE(admissions[first + kLimit].answered - admissions[first].sent, kWindow - kClockStep);
  }
}

TEST_F(RateLimitTest, NoneTooManyPassWhenManyAskAtOnce) {
  start_with(25, milliseconds(60'000));
  std::atomic<int> admitted = 0;
  {
    std::vector<std::jthread> threads;
    for (int number = 0; number < 10; ++number) {
      threads.emplace_back([&] { admitted += admitted_of(10, "one"); });
    }
  }
  EXPECT_EQ(admitted, 25);
}

TEST_F(RateLimitTest, ClientsBeyondTheBoundShareOneAllowance) {
  start_with(2, milliseconds(60'000), 3);
  for (const char* known : {"a", "b", "c"}) {
    EXPECT_EQ(admitted_of(1, known), 1);
  }
  int admitted = 0;
  for (int number = 0; number < 10; ++number) {
    admitted += admitted_of(1, "new-" + std::to_string(number));
  }
  EXPECT_EQ(admitted, 2);
  EXPECT_EQ(admitted_of(1, "a"), 1);
}

TEST_F(RateLimitTest, UnauthenticatedRequestsAndHealthCostNothing) {
  start_with(1, milliseconds(60'000));
  for (int number = 0; number < 3; ++number) {
    EXPECT_EQ(client().Get("/health")->status, 200);
    EXPECT_EQ(client().Get("/api/v1/widgets")->status, 401);
  }
  EXPECT_EQ(client().Get("/api/v1/widgets", bearer())->status, 200);
}

}  // namespace
}  // namespace orbbench::tests
