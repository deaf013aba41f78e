#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::service {

enum class Method { Get, Post, Put, Patch, Delete };

const char* to_string(Method method);

/// Who asks, as the gateway has verified and set it in X-User-Id, X-Tenant-Id and X-Role.
struct Caller {
  std::int64_t user_id = 0;
  std::int64_t tenant_id = 0;
  std::string role;
  bool operator==(const Caller&) const = default;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request as a handler sees it; lives as long as the handler runs.
struct Request {
  Method method = Method::Get;
  std::string path;
  std::vector<std::string> captures;  ///< of the route's groups
  std::multimap<std::string, std::string> query;
  std::string body;
  std::string correlation_id;     ///< never empty
  orb_client::Deadline deadline;  ///< of X-Request-Timeout-Ms, or of the default
  std::optional<Caller> caller;   ///< empty: the trusted network itself
  std::function<std::optional<std::string>(const std::string& name)> header;  ///< in any case
  /// Whether nobody is left to answer. Costs a system call.
  std::function<bool()> client_gone;

  /// The body as a JSON object. Throws HttpError 400 INVALID_JSON.
  nlohmann::json json() const;
  /// A capture as a positive 63-bit integer. Throws HttpError 404 where it is none.
  std::int64_t id(std::size_t capture) const;
};

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  Headers headers = {};

  static Reply json(int status, const nlohmann::json& body);
  static Reply empty(int status);
};

/// Ends a handler with an error in the one form that all errors have:
/// {"error", "code", "message", "correlation_id"} and the further fields. 503 and 429 get a
/// Retry-After of 1 s unless the headers have one.
class HttpError : public std::runtime_error {
 public:
  /// `error` is what a client shows ("Widget not found"), `code` what it branches on ("NOT_FOUND"),
  /// `message` one sentence more. None may carry what came from the database or the ORB unread.
  HttpError(int status, std::string code, std::string error, std::string message = {},
            nlohmann::json fields = nlohmann::json::object(), Headers headers = {});

  int status() const { return status_; }
  const std::string& code() const { return code_; }
  const std::string& error() const { return error_; }
  const std::string& message() const { return message_; }
  const nlohmann::json& fields() const { return fields_; }
  const Headers& headers() const { return headers_; }

 private:
  int status_;
  std::string code_;
  std::string error_;
  std::string message_;
  nlohmann::json fields_;
  Headers headers_;
};

}  // namespace orbbench::service
