#pragma once

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/gateway/configuration.hpp"

namespace orbbench::tests {

inline constexpr const char* kSigningKey = "a key that only this test knows!";

/// A service behind the gateway that tells what reached it: the answer's body is {"service",
/// "method", "path", "headers", "body"}.
class FakeService {
 public:
  explicit FakeService(std::string name);
  ~FakeService();

  const std::string& name() const { return name_; }
  std::uint16_t port() const { return port_; }
  int calls() const { return calls_; }  ///< health checks apart
  int held() const { return held_; }

  /// Requests for /widgets/held wait until this is called.
  void release();

 private:
  void answer(const httplib::Request& request, httplib::Response& response);

  const std::string name_;
  httplib::Server server_;
  std::uint16_t port_ = 0;
  std::atomic<int> calls_ = 0;
  std::atomic<int> held_ = 0;
  std::mutex mutex_;
  std::condition_variable released_;
  bool is_released_ = false;
  std::jthread thread_;
};

/// A real HAProxy with the gateway's configuration. It is ready when the constructor returns.
class GatewayProcess {
 public:
  GatewayProcess(const gateway::GatewaySettings& settings, const std::filesystem::path& folder);
  ~GatewayProcess();
  GatewayProcess(const GatewayProcess&) = delete;
  GatewayProcess& operator=(const GatewayProcess&) = delete;

  std::string log() const;

 private:
  pid_t pid_ = -1;
  std::filesystem::path log_;
};

/// The claims of a valid token; change them at will.
nlohmann::json valid_claims();

/// Signs the claims: "HS256", "HS384", "HS512", or "none" without a signature.
std::string make_token(const nlohmann::json& claims, const std::string& algorithm = "HS256",
                       const std::string& key = kSigningKey);

/// The claims under a header that names any algorithm, signed with HMAC-SHA256 all the same.
std::string make_mislabelled_token(const std::string& algorithm);

/// A gateway of the test's own in front of fake services.
class GatewayFixture : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Starts it; the settings may be changed before.
  void start();

  httplib::Client client() const;
  httplib::Headers bearer(const nlohmann::json& claims = valid_claims()) const;
  httplib::Headers with(std::initializer_list<std::pair<std::string, std::string>> headers) const;

  /// What HAProxy answers on its runtime socket.
  std::string command(const std::string& text) const;

  /// The body of an error in the form that all errors have.
  static nlohmann::json expect_error(const httplib::Result& result, int status,
                                     const std::string& code);

  static bool eventually(const std::function<bool()>& holds);

  gateway::GatewaySettings settings;
  FakeService widget_core{"widget-core-1"};
  FakeService security{"security"};
  std::filesystem::path folder;
  std::optional<GatewayProcess> gateway;
};

}  // namespace orbbench::tests
