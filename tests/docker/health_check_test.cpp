// docker/answers, by which the images say whether their servers are well.

#include <gmock/gmock.h>
#include <httplib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstdlib>
#include <thread>

#include "core_process.hpp"
#include "documents.hpp"
#include "frozen_process.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

ShellResult answers(const std::string& arguments) {
  return run_shell("'" + (project_folder() / "docker/answers").string() + "' " + arguments);
}

class HealthCheckTest : public testing::Test {
 protected:
  HealthCheckTest() {
    server_.Get("/health", [](const httplib::Request&, httplib::Response&) {});
    server_.Get("/ill", [](const httplib::Request&, httplib::Response& response) {
      response.status = 503;
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) {
      std::this_thread::yield();
    }
  }
  ~HealthCheckTest() override { server_.stop(); }

  std::string http(const std::string& path) const {
    return "http " + std::to_string(port_) + " " + path;
  }

  httplib::Server server_;
  int port_ = 0;
  std::jthread thread_;
};

TEST_F(HealthCheckTest, ACoreThatAnswersIsWell) {
  const CoreProcess core;
  const ShellResult result = answers("iiop " + std::to_string(core.ports().iiop));
  EXPECT_EQ(result.status, 0) << result.output;
}

// Its port still takes connections: that somebody listens would say nothing.
TEST_F(HealthCheckTest, ACoreThatHangsIsNot) {
  const CoreProcess core;
  const FrozenProcess frozen(core.pid());
  EXPECT_NE(answers("iiop " + std::to_string(core.ports().iiop)).status, 0);
}

TEST_F(HealthCheckTest, WhatSpeaksNoGiopIsNoCore) {
  EXPECT_NE(answers("iiop " + std::to_string(port_)).status, 0);
}

TEST_F(HealthCheckTest, AServiceIsWellThatAnswers200) {
  EXPECT_EQ(answers(http("/health")).status, 0);
  const ShellResult ill = answers(http("/ill"));
  EXPECT_EQ(ill.status, 1);
  EXPECT_THAT(ill.output, HasSubstr("/ill answers 503"));
}

TEST_F(HealthCheckTest, WhereNobodyListensNothingIsWell) {
  const std::string port = std::to_string(free_port());
  EXPECT_NE(answers("iiop " + port).status, 0);
  EXPECT_NE(answers("http " + port + " /health").status, 0);
}

TEST_F(HealthCheckTest, ASocketIsWellAsLongAsSomebodyListens) {
  std::string pattern = fs::temp_directory_path() / "orbbench-socket.XXXXXX";
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const fs::path path = fs::path(pattern) / "X99";
  {
    const Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(listener.number(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(answers("unix " + path.string()).status, 1) << "bound, but not listening";
    ASSERT_EQ(listen(listener.number(), 1), 0);
    EXPECT_EQ(answers("unix " + path.string()).status, 0);
  }
  EXPECT_EQ(answers("unix " + path.string()).status, 1) << "its file has stayed";
  fs::remove_all(pattern);
}

TEST_F(HealthCheckTest, AnUnknownQuestionIsAMistake) {
  EXPECT_EQ(answers("gopher 70").status, 64);
}

}  // namespace
}  // namespace orbbench::tests
