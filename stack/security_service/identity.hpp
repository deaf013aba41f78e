#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/http.hpp"
#include "orbbench/service/service_metrics.hpp"
#include "passwords.hpp"
#include "revocations.hpp"
#include "sessions.hpp"
#include "tokens.hpp"

namespace orbbench::security {

/// What the routes work with.
struct Workshop {
  service::DatabasePool& database;
  Passwords& passwords;
  const Tokens& tokens;
  Revocations& revocations;
  service::ServiceMetrics& metrics;
  std::chrono::seconds access_lifetime;
  std::chrono::seconds refresh_lifetime;
  bool open_registration = false;
};

inline constexpr const char* kAuthenticationFailures = "authentication_failures_total";

std::chrono::sys_seconds now_in_seconds();

/// The text after "Bearer " of the Authorization header; empty where there is none.
std::string bearer_of(const service::Request& request);

/// Who asks, by bearer token. Throws HttpError 401.
struct Identity {
  Claims claims;
  User user;
};
Identity authenticate(Workshop& workshop, const service::Request& request);
/// Who must be an admin, in the claim and in the database. Throws HttpError 401, 403.
Identity authenticate_admin(Workshop& workshop, const service::Request& request);

/// Whose token that is, if it is still alive.
std::optional<Identity> identify(Workshop& workshop, const std::string& token,
                                 orb_client::Deadline deadline);

/// Counts a failure, and makes the error of it: 401.
service::HttpError unauthenticated(Workshop& workshop, const std::string& message);

}  // namespace orbbench::security
