#include "load/http_connection.hpp"

#include <gmock/gmock.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "orbbench/orb_client/errors.hpp"
#include "scripted_server.hpp"

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using metrics::answering;
using metrics::http_page;
using metrics::Peer;
using metrics::ScriptedServer;
using testing::HasSubstr;

constexpr const char* kRequest = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";

std::string failure_of(const std::string& answer, std::chrono::milliseconds patience = 5s) {
  const ScriptedServer server(answering(answer));
  HttpConnection connection(server.url(), patience);
  try {
    connection.exchange(kRequest);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  ADD_FAILURE() << answer << " was taken";
  return {};
}

TEST(HttpConnectionTest, SendsRequestsOverOneConnectionAndReadsTheirAnswers) {
  std::atomic<int> connections{0};
  const ScriptedServer server([&](Peer& peer) {
    ++connections;
    EXPECT_EQ(peer.read_head(), kRequest);
    peer.send(http_page("first"));
    peer.read_head();
    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    peer.read_head();
    peer.send("HTTP/1.1 404 Not Found\r\ncontent-length:  2\r\n\r\nno");
    peer.wait_until_closed();
  });
  HttpConnection connection(server.url(), 5s);
  EXPECT_EQ(connection.exchange(kRequest), 200);
  EXPECT_EQ(connection.body(), "first");
  EXPECT_EQ(connection.exchange(kRequest), 204);
  EXPECT_EQ(connection.body(), "");
  EXPECT_EQ(connection.exchange(kRequest), 404);
  EXPECT_EQ(connection.body(), "no");
  EXPECT_EQ(connections, 1);
}

TEST(HttpConnectionTest, ReadsAnAnswerThatComesInPieces) {
  const ScriptedServer server([](Peer& peer) {
    peer.read_head();
    for (const char octet : http_page(std::string(300, 'b'))) {
      peer.send(std::string(1, octet));
    }
    peer.wait_until_closed();
  });
  HttpConnection connection(server.url(), 5s);
  EXPECT_EQ(connection.exchange(kRequest), 200);
  EXPECT_EQ(connection.body(), std::string(300, 'b'));
}

TEST(HttpConnectionTest, ConnectsAnewAfterAnAnswerThatSaysItIsTheLast) {
  std::atomic<int> connections{0};
  const ScriptedServer server([&](Peer& peer) {
    ++connections;
    peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n");
  });
  HttpConnection connection(server.url(), 5s);
  EXPECT_EQ(connection.exchange(kRequest), 200);
  EXPECT_EQ(connection.exchange(kRequest), 200);
  EXPECT_EQ(connections, 2);
}

volatile std::sig_atomic_t signals_taken = 0;

/// Sleeping in the kernel, as proc(5) tells.
bool is_asleep(pid_t thread) {
  std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  return line.find(") S ") != std::string::npos;
}

void await(const std::function<bool()>& so) {
  const auto limit = std::chrono::steady_clock::now() + 10s;
  while (!so() && std::chrono::steady_clock::now() < limit) {
    std::this_thread::yield();
  }
}

// As when the process goes on after it was stopped: what waits for a time is cut short by either.
TEST(HttpConnectionTest, AnInterruptedCallGoesOn) {
  std::signal(SIGUSR1, [](int) { signals_taken = signals_taken + 1; });
  const pthread_t caller = pthread_self();
  const ScriptedServer server([caller, thread = gettid()](Peer& peer) {
    peer.read_head();
    await([&] { return is_asleep(thread); });
    pthread_kill(caller, SIGUSR1);
    await([] { return signals_taken > 0; });
    await([&] { return is_asleep(thread); });
    peer.send(http_page("late"));
    peer.wait_until_closed();
  });
  HttpConnection connection(server.url(), 5s);
  EXPECT_EQ(connection.exchange(kRequest), 200);
  EXPECT_EQ(connection.body(), "late");
  EXPECT_EQ(signals_taken, 1);
  std::signal(SIGUSR1, SIG_DFL);
}

TEST(HttpConnectionTest, ConnectsAnewAfterAFailure) {
  std::atomic<int> connections{0};
  const ScriptedServer server([&](Peer& peer) {
    peer.read_head();
    peer.send(connections++ == 0 ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart"
                                 : http_page("whole"));
  });
  HttpConnection connection(server.url(), 5s);
  EXPECT_THROW(connection.exchange(kRequest), std::runtime_error);
  EXPECT_EQ(connection.exchange(kRequest), 200);
  EXPECT_EQ(connection.body(), "whole");
}

TEST(HttpConnectionTest, SaysWhatIsWrongWithAnAnswer) {
  EXPECT_THAT(failure_of(""), HasSubstr("closed before the answer's end"));
  EXPECT_THAT(failure_of("HTTP/1.1 200 OK\r\n\r\n"), HasSubstr("no Content-Length"));
  EXPECT_THAT(failure_of("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n1"),
              HasSubstr("Content-Length is no number"));
  EXPECT_THAT(failure_of("HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
              HasSubstr("status is no number"));
  EXPECT_THAT(failure_of("220 mail.example.org ESMTP\r\n\r\n"), HasSubstr("no HTTP/1.1"));
  EXPECT_THAT(failure_of("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n12"),
              HasSubstr("longer than it says"));
  EXPECT_THAT(failure_of(std::string(100'000, 'x')), HasSubstr("head has no end"));
}

TEST(HttpConnectionTest, WaitsNoLongerThanItsPatience) {
  const ScriptedServer silent([](Peer& peer) { peer.wait_until_closed(); });
  HttpConnection connection(silent.url(), 20ms);
  try {
    connection.exchange(kRequest);
    FAIL() << "there was no answer";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no answer in time"));
  }
}

TEST(HttpConnectionTest, TakesNothingButAnAddressOfHttp) {
  for (const char* url : {"", "127.0.0.1:80", "https://localhost", "http://h/path", "http://:80"}) {
    EXPECT_THROW(HttpConnection(url, 1s), orb_client::ConfigError) << url;
  }
  EXPECT_EQ(HttpConnection("http://host", 1s).authority(), "host:80");
  EXPECT_EQ(HttpConnection("http://[::1]:81/", 1s).authority(), "[::1]:81");
}

}  // namespace
}  // namespace orbbench::bench
