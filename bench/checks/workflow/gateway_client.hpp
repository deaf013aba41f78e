#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace orbbench::bench {

using HeaderFields = std::map<std::string, std::string>;

struct GatewayRequest {
  std::string step;  ///< what it is part of, for messages: "create"
  std::string method = "GET";
  std::string path;
  std::string body = {};
  HeaderFields headers = {};
};

struct GatewayAnswer {
  std::string step;
  int status = 0;
  HeaderFields headers;  ///< names in lower case, the first of each
  std::string body;
  std::chrono::nanoseconds elapsed{};

  /// Null where the body is no JSON.
  nlohmann::json json() const;
  /// Of that name, in lower case; or empty.
  std::string header(const std::string& name) const;
};

/// The stack did not do what its contract says: what a check fails with. Begins with the step.
class WrongAnswer : public std::runtime_error {
 public:
  WrongAnswer(const std::string& step, const std::string& what)
      : std::runtime_error(step + ": " + what) {}
};

/// A client of the gateway over one connection, kept open. Used by one thread.
class GatewayClient {
 public:
  /// Throws ConfigError for anything but http://host[:port].
  explicit GatewayClient(const std::string& url);
  ~GatewayClient();
  GatewayClient(GatewayClient&&) noexcept;
  GatewayClient& operator=(GatewayClient&&) noexcept;

  /// Goes with each request from now on.
  void use_token(const std::string& token);

  /// Throws WrongAnswer when there is none within 10 s.
  GatewayAnswer send(const GatewayRequest& request);

  const std::string& url() const { return url_; }

 private:
  struct Implementation;
  std::string url_;
  std::string token_;
  std::unique_ptr<Implementation> implementation_;
};

/// These throw WrongAnswer, which quotes the beginning of the answer.
void require_status(const GatewayAnswer& answer, int expected);
void require(bool holds, const GatewayAnswer& answer, const std::string& expectation);
/// The status, and a body that is a JSON object; returns it.
nlohmann::json require_object(const GatewayAnswer& answer, int expected_status);

}  // namespace orbbench::bench
