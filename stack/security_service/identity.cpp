#include "identity.hpp"

#include <strings.h>

namespace orbbench::security {
namespace {

constexpr std::string_view kScheme = "Bearer ";

}  // namespace

std::chrono::sys_seconds now_in_seconds() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string bearer_of(const service::Request& request) {
  const std::string value = request.header("Authorization").value_or("");
  const bool is_bearer = value.size() > kScheme.size() &&
                         strncasecmp(value.c_str(), kScheme.data(), kScheme.size()) == 0;
  return is_bearer ? value.substr(kScheme.size()) : "";
}

std::optional<Identity> identify(Workshop& workshop, const std::string& token,
                                 orb_client::Deadline deadline) {
  const auto claims = workshop.tokens.check(token, now_in_seconds());
  if (!claims) {
    return std::nullopt;
  }
  const auto user = workshop.database.query(
      deadline, [&](pqxx::work& work) { return find_user_of_token(work, claims->token_id); });
  if (!user || user->user_id != claims->user_id || user->tenant_id != claims->tenant_id) {
    return std::nullopt;
  }
  return Identity{*claims, *user};
}

Identity authenticate(Workshop& workshop, const service::Request& request) {
  const auto identity = identify(workshop, bearer_of(request), request.deadline);
  if (!identity) {
    throw unauthenticated(workshop, "a valid bearer token is needed");
  }
  return *identity;
}

Identity authenticate_admin(Workshop& workshop, const service::Request& request) {
  Identity identity = authenticate(workshop, request);
  if (identity.claims.role != "admin" || identity.user.role != "admin") {
    throw service::HttpError(403, "FORBIDDEN", "Forbidden", "this is for admins");
  }
  return identity;
}

service::HttpError unauthenticated(Workshop& workshop, const std::string& message) {
  workshop.metrics.count(kAuthenticationFailures);
  return {401, "UNAUTHENTICATED", "Unauthenticated", message};
}

}  // namespace orbbench::security
