#include "orbbench/service/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <list>
#include <memory>
#include <semaphore>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "orbbench/orb_client/correlation_scope.hpp"
#include "orbbench/service/log.hpp"
#include "wire_client.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using service::HttpError;
using service::HttpServer;
using service::Method;
using service::Reply;
using service::Request;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class HttpServerTest : public testing::Test {
 protected:
  ~HttpServerTest() override { gate_.release(64); }

  HttpServer& start(service::ServerOptions options = {}) {
    server_ = std::make_unique<HttpServer>(options, metrics_);
    server_->route(Method::Get, "/hello", [](const Request&) {
      return Reply::json(200, {{"hello", "world"}});
    });
    server_->route(Method::Post, "/echo",
                   [](const Request& request) { return Reply::json(200, request.json()); });
    server_->route(Method::Get, "/items/([^/]+)", [](const Request& request) {
      return Reply::json(200, {{"id", request.id(0)}});
    });
    server_->route(Method::Get, "/held", [this](const Request& request) {
      ++held_;
      held_.notify_all();
      gate_.acquire();
      return Reply::json(200, {{"gone", request.client_gone()}});
    });
    server_->start();
    return *server_;
  }

  template <class Handler>
  HttpServer& start_with(Handler handler, service::ServerOptions options = {}) {
    server_ = std::make_unique<HttpServer>(options, metrics_);
    server_->route(Method::Get, "/", handler);
    server_->start();
    return *server_;
  }

  std::uint16_t port() const { return server_->port(); }
  WireReply get(const std::string& path, const std::string& headers = {}) const {
    return WireClient(port()).exchange(request("GET " + path, headers));
  }

  /// Returns when that many requests are in their handler.
  void await_held(int count) {
    for (int now = held_; now < count; now = held_) {
      held_.wait(now);
    }
  }

  double requests(const std::string& method, const std::string& status) const {
    for (const auto& family : metrics_.collect()) {
      for (const auto& sample : family.samples) {
        if (sample.name == "http_requests_total" && sample.labels.contains("status") &&
            sample.labels.at("method") == method && sample.labels.at("status") == status) {
          return sample.value;
        }
      }
    }
    return 0;
  }

  service::ServiceMetrics metrics_{"test"};
  std::counting_semaphore<> gate_{0};
  std::atomic<int> held_ = 0;
  std::unique_ptr<HttpServer> server_;
};

void expect_error(const WireReply& reply, int status, const std::string& code) {
  ASSERT_EQ(reply.status, status);
  EXPECT_EQ(reply.headers.at("content-type"), "application/json");
  const auto body = reply.json();
  EXPECT_EQ(body.at("code"), code);
  EXPECT_FALSE(body.at("error").get<std::string>().empty());
  EXPECT_FALSE(body.at("message").get<std::string>().empty());
  EXPECT_EQ(body.at("correlation_id"), reply.headers.at("x-correlation-id"));
}

TEST_F(HttpServerTest, ACorrelationIdIsKeptOrMade) {
  start_with([](const Request& request) {
    const std::string* sent = orb_client::CorrelationScope::current();
    return Reply::json(200, {{"own", request.correlation_id}, {"calls", *sent}});
  });
  const auto kept = get("/", "x-correlation-id: Abc.9_-x\r\n");
  EXPECT_EQ(kept.headers.at("x-correlation-id"), "Abc.9_-x");
  EXPECT_EQ(kept.json(), (nlohmann::json{{"own", "Abc.9_-x"}, {"calls", "Abc.9_-x"}}));
  for (const std::string& bad :
       {std::string("has space"), std::string("a\"b"), std::string(129, 'a'), std::string()}) {
    const auto made = get("/", "X-Correlation-ID: " + bad + "\r\n");
    EXPECT_THAT(made.headers.at("x-correlation-id"), MatchesRegex("[0-9a-f]{32}")) << bad;
  }
  EXPECT_NE(get("/").headers.at("x-correlation-id"), get("/").headers.at("x-correlation-id"));
  EXPECT_EQ(get("/", "X-Correlation-ID: " + std::string(128, 'a') + "\r\n")
                .headers.at("x-correlation-id"),
            std::string(128, 'a'));
}

TEST_F(HttpServerTest, ErrorsHaveOneForm) {
  start();
  expect_error(get("/nowhere"), 404, "NOT_FOUND");
  expect_error(get("/items/x"), 404, "NOT_FOUND");
  expect_error(get("/items/99999999999999999999"), 404, "NOT_FOUND");
  const auto wrong_method = WireClient(port()).exchange(request("PATCH /hello"));
  expect_error(wrong_method, 405, "METHOD_NOT_ALLOWED");
  EXPECT_EQ(wrong_method.headers.at("allow"), "GET, HEAD");
  expect_error(WireClient(port()).exchange(request("POST /echo", "", "{\"a\":")), 400,
               "INVALID_JSON");
  expect_error(WireClient(port()).exchange(request("POST /echo", "", "[]")), 400, "INVALID_JSON");
  expect_error(WireClient(port()).exchange(request("POST /echo", "", std::string(100'000, '['))),
               400, "INVALID_JSON");
  expect_error(WireClient(port()).exchange(request("POST /echo")), 400, "INVALID_JSON");
  expect_error(WireClient(port()).exchange("nonsense\r\n\r\n"), 400, "BAD_REQUEST");
  expect_error(WireClient(port()).exchange(request("GET /" + std::string(9000, 'a'))), 414,
               "URI_TOO_LONG");
  expect_error(WireClient(port()).exchange(request("TRACE /hello")), 405, "METHOD_NOT_ALLOWED");
  EXPECT_EQ(requests("GET", "404"), 3);
  EXPECT_EQ(requests("PATCH", "405"), 1);
}

TEST_F(HttpServerTest, WhatAHandlerThrowsBecomesAnError) {
  start_with([](const Request& request) -> Reply {
    if (request.query.contains("known")) {
      throw HttpError(503, "BREAKER_OPEN", "Breaker open", "wait", {{"operation", "echo"}});
    }
    throw std::runtime_error("secret text of relation users");
  });
  const auto known = get("/?known=1");
  expect_error(known, 503, "BREAKER_OPEN");
  EXPECT_EQ(known.headers.at("retry-after"), "1");
  EXPECT_EQ(known.json().at("operation"), "echo");
  const auto unknown = get("/");
  expect_error(unknown, 500, "INTERNAL_ERROR");
  EXPECT_THAT(unknown.body, Not(HasSubstr("secret")));
}

TEST_F(HttpServerTest, ABodyBeyondTheLimitIs413) {
  start({.max_body_octets = 100});
  EXPECT_EQ(WireClient(port()).exchange(request("POST /echo", "", R"({"a":1})")).status, 200);
  WireClient announced(port());
  expect_error(announced.exchange(request("POST /echo", "", std::string(5'000'000, ' '))), 413,
               "PAYLOAD_TOO_LARGE");
  EXPECT_TRUE(announced.closed_by_server());
  WireClient chunked(port());
  expect_error(chunked.exchange(request("POST /echo", "Transfer-Encoding: chunked\r\n") + "65\r\n" +
                                std::string(101, ' ') + "\r\n0\r\n\r\n"),
               413, "PAYLOAD_TOO_LARGE");
  const auto fitting = WireClient(port()).exchange(
      request("POST /echo", "Transfer-Encoding: chunked\r\n") + "7\r\n{\"a\":1}\r\n0\r\n\r\n");
  EXPECT_EQ(fitting.status, 200);
  EXPECT_EQ(fitting.body, R"({"a":1})");
  expect_error(
      WireClient(port()).exchange(request("POST /echo", "Content-Encoding: gzip\r\n", "\x1f\x8b")),
      400, "VALIDATION_FAILED");
}

TEST_F(HttpServerTest, ADeadlineComesFromTheRequest) {
  start_with(
      [](const Request& request) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(request.deadline.remaining());
        return Reply::json(200, {{"seconds", left.count()}});
      },
      {.default_deadline = 5s, .longest_deadline = 60s});
  EXPECT_EQ(get("/").json().at("seconds"), 5);
  EXPECT_EQ(get("/", "X-Request-Timeout-Ms: 30000\r\n").json().at("seconds"), 30);
  EXPECT_EQ(get("/", "X-Request-Timeout-Ms: 9000000\r\n").json().at("seconds"), 60);
  for (const char* bad : {"0", "-1", "soon", "1.5"}) {
    expect_error(get("/", std::string("X-Request-Timeout-Ms: ") + bad + "\r\n"), 400,
                 "VALIDATION_FAILED");
  }
}

TEST_F(HttpServerTest, ACallerIsTakenWholeOrNotAtAll) {
  start_with([](const Request& request) {
    return request.caller ? Reply::json(200, {{"user", request.caller->user_id},
                                              {"tenant", request.caller->tenant_id},
                                              {"role", request.caller->role}})
                          : Reply::json(200, nlohmann::json::object());
  });
  EXPECT_EQ(get("/").body, "{}");
  EXPECT_EQ(get("/", "X-User-Id: 7\r\nX-Tenant-Id: 2\r\nX-Role: user\r\n").json(),
            (nlohmann::json{{"user", 7}, {"tenant", 2}, {"role", "user"}}));
  for (const char* partly :
       {"X-User-Id: 7\r\n", "X-Role: admin\r\n", "X-User-Id: 7\r\nX-Tenant-Id: 2\r\n",
        "X-User-Id: 7x\r\nX-Tenant-Id: 2\r\nX-Role: user\r\n"}) {
    expect_error(get("/", partly), 400, "VALIDATION_FAILED");
  }
}

TEST_F(HttpServerTest, IdleConnectionsHoldNoThread) {
  start({.threads = 1});
  std::list<WireClient> idle;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(idle.emplace_back(port()).exchange(request("GET /hello")).status, 200);
  }
  for (WireClient& client : idle) {
    EXPECT_EQ(client.exchange(request("GET /hello")).status, 200);
  }
}

TEST_F(HttpServerTest, RequestsSentAheadAreAnsweredInOrder) {
  start();
  WireClient client(port());
  client.send(request("GET /items/1") + request("POST /echo", "", R"({"a":2})") +
              request("GET /items/3", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().json().at("id"), 1);
  EXPECT_EQ(client.receive().json().at("a"), 2);
  EXPECT_EQ(client.receive().json().at("id"), 3);
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(HttpServerTest, RequestsBeyondTheQueueAreRefusedAtOnce) {
  start({.threads = 1, .queued_connections = 1});
  WireClient running(port());
  running.send(request("GET /held"));
  await_held(1);
  // One of the two waits, the other is refused: which one is up to the order of arrival.
  WireClient first(port());
  WireClient second(port());
  first.send(request("GET /hello"));
  second.send(request("GET /hello"));
  auto first_reply = std::async([&] { return first.receive(); });
  auto second_reply = std::async([&] { return second.receive(); });
  const bool first_refused = [&] {
    while (true) {
      if (first_reply.wait_for(1ms) == std::future_status::ready) {
        return true;
      }
      if (second_reply.wait_for(1ms) == std::future_status::ready) {
        return false;
      }
    }
  }();
  const auto refused = (first_refused ? first_reply : second_reply).get();
  expect_error(refused, 503, "SERVICE_UNAVAILABLE");
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  gate_.release();
  EXPECT_EQ(running.receive().status, 200);
  EXPECT_EQ((first_refused ? second_reply : first_reply).get().status, 200);
  EXPECT_EQ(requests("OTHER", "503"), 1);
}

TEST_F(HttpServerTest, ConnectionsBeyondTheLimitAreRefused) {
  start({.open_connections = 2});
  WireClient first(port());
  WireClient second(port());
  EXPECT_EQ(first.exchange(request("GET /hello")).status, 200);
  EXPECT_EQ(second.exchange(request("GET /hello")).status, 200);
  expect_error(WireClient(port()).receive(), 503, "SERVICE_UNAVAILABLE");
  EXPECT_EQ(first.exchange(request("GET /hello", "Connection: close\r\n")).status, 200);
  EXPECT_TRUE(first.closed_by_server());
  EXPECT_EQ(get("/hello").status, 200);
}

TEST_F(HttpServerTest, NobodyWorksForAClientThatHasGone) {
  start({.threads = 1});
  WireClient running(port());
  running.send(request("GET /held"));
  await_held(1);
  {
    WireClient waiting(port());
    waiting.send(request("GET /held"));
  }
  // A second one behind it, whose answer tells that the first one's turn has come and gone.
  WireClient after(port());
  after.send(request("GET /hello"));
  gate_.release();
  EXPECT_EQ(running.receive().json().at("gone"), false);
  EXPECT_EQ(after.receive().status, 200);
  EXPECT_EQ(held_, 1);
  EXPECT_EQ(requests("GET", "499"), 1);
}

TEST_F(HttpServerTest, AHandlerSeesItsClientGo) {
  std::promise<bool> seen;
  start_with([&](const Request& request) {
    ++held_;
    held_.notify_all();
    while (!request.client_gone() && !request.deadline.expired()) {
      std::this_thread::yield();
    }
    seen.set_value(!request.deadline.expired());
    return Reply::empty(204);
  });
  {
    WireClient client(port());
    client.send(request("GET /", "X-Request-Timeout-Ms: 10000\r\n"));
    await_held(1);
  }
  EXPECT_TRUE(seen.get_future().get());
}

TEST_F(HttpServerTest, TimeInTheQueueCountsForTheDeadline) {
  start({.threads = 1});
  WireClient running(port());
  running.send(request("GET /held"));
  await_held(1);
  WireClient late(port());
  late.send(request("GET /hello", "X-Request-Timeout-Ms: 1\r\n"));
  const auto sent = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() < sent + 20ms) {
    std::this_thread::yield();
  }
  gate_.release();
  expect_error(late.receive(), 504, "DEADLINE_EXCEEDED");
}

TEST_F(HttpServerTest, StopLetsRequestsUnderWayFinish) {
  // Of one thread: it has parked the idle connection before it serves the other.
  HttpServer& server = start({.threads = 1});
  WireClient idle(port());
  EXPECT_EQ(idle.exchange(request("GET /hello")).status, 200);
  WireClient running(port());
  running.send(request("GET /held"));
  await_held(1);
  const std::jthread stopping([&] { server.stop(); });
  EXPECT_EQ(idle.receive().status, 0) << "an idle connection is closed";
  gate_.release();
  EXPECT_EQ(running.receive().status, 200);
  EXPECT_TRUE(running.closed_by_server());
}

TEST_F(HttpServerTest, APortThatIsTakenIsNamed) {
  start();
  service::ServerOptions options;
  options.port = port();
  HttpServer second(options, metrics_);
  try {
    second.start();
    FAIL() << "two servers share a port";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr(std::to_string(port())));
  }
}

TEST_F(HttpServerTest, HeadAndOptionsAreAnswered) {
  start();
  WireClient client(port());
  client.send(request("HEAD /hello", "Connection: close\r\n"));
  const auto head = client.receive();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  const auto options = WireClient(port()).exchange(request("OPTIONS /echo"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.headers.at("allow"), "POST, OPTIONS");
}

TEST_F(HttpServerTest, EachRequestLeavesOneJsonLineWithItsCorrelationId) {
  testing::internal::CaptureStderr();
  service::open_log("test-service");
  start_with([](const Request&) -> Reply {
    service::log(service::LogLevel::Info, "worked",
                 {{"text", std::string(2000, 'x')}, {"bad", "\xff"}});
    throw std::runtime_error("the reason");
  });
  get("/?password=hunter2", "X-Correlation-ID: line-1\r\nAuthorization: Bearer abc\r\n");
  server_->stop();
  std::istringstream lines(testing::internal::GetCapturedStderr());
  std::vector<std::string> events;
  for (std::string line; std::getline(lines, line);) {
    const auto record = nlohmann::json::parse(line);
    EXPECT_EQ(record.at("correlation_id"), "line-1") << line;
    EXPECT_EQ(record.at("service"), "test-service");
    EXPECT_THAT(record.at("time").get<std::string>(),
                MatchesRegex("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z"));
    EXPECT_THAT(line, Not(testing::AnyOf(HasSubstr("hunter2"), HasSubstr("Bearer"))));
    EXPECT_LT(line.size(), 1000U);
    events.push_back(record.at("event"));
  }
  EXPECT_THAT(events, testing::ElementsAre("worked", "handler_failed", "request"));
}

}  // namespace
}  // namespace orbbench::tests
