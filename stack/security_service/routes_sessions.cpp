#include "fields.hpp"
#include "routes.hpp"

namespace orbbench::security {
namespace {

using service::HttpError;
using service::Method;
using service::Reply;
using service::Request;

constexpr std::size_t kFamilyOctets = 16;
constexpr std::size_t kSerialOctets = 12;
constexpr std::size_t kRefreshOctets = 32;

/// A pair of tokens that is about to be given out. Its row is written in the given transaction.
struct Issued {
  std::string token;
  std::string refresh_token;
};

Issued issue(Workshop& workshop, pqxx::work& work, const User& user, const std::string& family) {
  const auto now = now_in_seconds();
  const Claims claims{user.user_id, user.tenant_id,
                      user.role,    family + "." + random_text(kSerialOctets),
                      now,          now + workshop.access_lifetime};
  Issued issued{workshop.tokens.sign(claims), random_text(kRefreshOctets)};
  insert_session(work, {user.user_id, claims.token_id, hash_of(issued.refresh_token),
                        claims.expires_at, now + workshop.refresh_lifetime});
  return issued;
}

nlohmann::json session_json(const Workshop& workshop, const Issued& issued, const User& user) {
  return {{"token", issued.token},
          {"token_type", "Bearer"},
          {"expires_in", workshop.access_lifetime.count()},
          {"refresh_token", issued.refresh_token},
          {"user", user.json()}};
}

Reply private_reply(int status, const nlohmann::json& body) {
  Reply reply = Reply::json(status, body);
  reply.headers.emplace_back("Cache-Control", "no-store");
  return reply;
}

Reply log_in(Workshop& workshop, const Request& request) {
  const auto body = request.json();
  Fields fields(body);
  const std::string username = fields.text("username");
  const Secret password(body.value("password", nlohmann::json()).is_string()
                            ? body["password"].get<std::string>()
                            : "");
  if (password.text().empty()) {
    fields.text("password");
  }
  fields.throw_if_wrong();
  const auto user = workshop.database.query(
      request.deadline, [&](pqxx::work& work) { return find_user(work, username); });
  const bool known = workshop.passwords.matches(user ? user->password_hash : "", password.text(),
                                                request.deadline);
  // Someone who has been shut out looks like someone who was never there.
  const bool admitted = known && user->is_active;
  Issued issued;
  workshop.database.transact(request.deadline, [&](pqxx::work& work) {
    if (admitted) {
      issued = issue(workshop, work, *user, random_text(kFamilyOctets));
    }
    write_audit(work, {"login", username, user ? std::optional(user->user_id) : std::nullopt,
                       admitted, request.correlation_id});
  });
  if (!admitted) {
    throw unauthenticated(workshop, "user name or password is wrong");
  }
  return private_reply(200, session_json(workshop, issued, *user));
}

Reply exchange_api_key(Workshop& workshop, const Request& request) {
  const std::string key_hash = hash_of(request.header("X-API-Key").value_or(""));
  Issued issued;
  std::optional<User> user;
  workshop.database.transact(request.deadline, [&](pqxx::work& work) {
    user = find_user_of_api_key(work, key_hash);
    if (user) {
      issued = issue(workshop, work, *user, random_text(kFamilyOctets));
    }
    write_audit(work, {"token", user ? std::optional(user->username) : std::nullopt,
                       user ? std::optional(user->user_id) : std::nullopt, user.has_value(),
                       request.correlation_id});
  });
  if (!user) {
    throw unauthenticated(workshop, "X-API-Key is wrong");
  }
  auto session = session_json(workshop, issued, *user);
  session.erase("refresh_token");  // the key is what new tokens are got with
  return private_reply(200, session);
}

std::string read_refresh_token(const Request& request) {
  const auto body = request.json();
  Fields fields(body);
  std::string token = fields.text("refresh_token");
  fields.throw_if_wrong();
  return token;
}

/// What a refresh token turned out to be.
struct Spending {
  std::optional<User> user;  ///< none: 401
  Issued issued;
  std::vector<RevokedToken> revoked;
};

Spending spend(Workshop& workshop, pqxx::work& work, const std::string& refresh_token,
               const std::string& correlation_id) {
  Spending spending;
  const auto session = find_by_refresh_token(work, hash_of(refresh_token));
  if (!session) {
    write_audit(work, {"refresh", std::nullopt, std::nullopt, false, correlation_id});
    return spending;
  }
  // Also where it was spent before: whoever has it, thief or owner, the session is over.
  const std::string family = family_of(session->token_id);
  spending.revoked = revoke_family(work, session->user_id, family);
  const auto user = find_user(work, session->user_id);
  if (!session->is_over && user && user->is_active) {
    spending.user = user;
    spending.issued = issue(workshop, work, *user, family);
  }
  write_audit(work, {"refresh", user ? std::optional(user->username) : std::nullopt,
                     session->user_id, spending.user.has_value(), correlation_id});
  return spending;
}

Reply refresh(Workshop& workshop, const Request& request) {
  const Secret refresh_token(read_refresh_token(request));
  const auto spending = workshop.database.query(request.deadline, [&](pqxx::work& work) {
    return spend(workshop, work, refresh_token.text(), request.correlation_id);
  });
  workshop.revocations.revoke(spending.revoked);
  if (!spending.user) {
    throw unauthenticated(workshop, "the refresh token is wrong, spent or expired");
  }
  return private_reply(200, session_json(workshop, spending.issued, *spending.user));
}

/// The session that a logout speaks of, by bearer or by refresh token. A token that was revoked
/// before will do: a logout that the gateway did not confirm is asked for again.
std::optional<Session> session_to_end(Workshop& workshop, pqxx::work& work,
                                      const Request& request) {
  if (const auto claims = workshop.tokens.check(bearer_of(request), now_in_seconds())) {
    Session session;
    session.user_id = claims->user_id;
    session.token_id = claims->token_id;
    return session;
  }
  if (request.body.empty()) {
    return std::nullopt;
  }
  return find_by_refresh_token(work, hash_of(read_refresh_token(request)));
}

Reply log_out(Workshop& workshop, const Request& request) {
  bool known = false;
  const auto revoked = workshop.database.query(request.deadline, [&](pqxx::work& work) {
    const auto session = session_to_end(workshop, work, request);
    known = session.has_value();
    if (!known) {
      return std::vector<RevokedToken>();
    }
    const auto user = find_user(work, session->user_id);
    write_audit(work, {"logout", user ? std::optional(user->username) : std::nullopt,
                       session->user_id, true, request.correlation_id});
    return revoke_family(work, session->user_id, family_of(session->token_id));
  });
  if (!known) {
    throw unauthenticated(workshop, "a bearer token or a refresh token is needed");
  }
  workshop.revocations.revoke(revoked);
  return Reply::empty(204);
}

std::string token_to_verify(const Request& request) {
  if (request.body.empty()) {
    return bearer_of(request);
  }
  const auto body = request.json();
  const auto token = body.find("token");
  return token != body.end() && token->is_string() ? token->get<std::string>() : bearer_of(request);
}

std::optional<User> user_to_verify(Workshop& workshop, const Request& request) {
  if (const auto key = request.header("X-API-Key")) {
    return workshop.database.query(request.deadline, [&](pqxx::work& work) {
      return find_user_of_api_key(work, hash_of(*key));
    });
  }
  const auto identity = identify(workshop, token_to_verify(request), request.deadline);
  return identity ? std::optional(identity->user) : std::nullopt;
}

Reply verify(Workshop& workshop, const Request& request) {
  // "null" is what some clients send for no body.
  Request asked = request;
  asked.body = request.body == "null" ? "" : request.body;
  const auto user = user_to_verify(workshop, asked);
  if (!user) {
    workshop.metrics.count(kAuthenticationFailures);
    throw HttpError(401, "UNAUTHENTICATED", "Token is not valid", "", {{"valid", false}});
  }
  return private_reply(200, {{"valid", true}, {"user", user->json()}});
}

}  // namespace

void route_sessions(service::HttpServer& server, Workshop& workshop) {
  add_route(server, workshop, Method::Post, "/api/v1/auth/login", log_in);
  add_route(server, workshop, Method::Post, "/api/v1/auth/token", exchange_api_key);
  add_route(server, workshop, Method::Post, "/api/v1/auth/refresh", refresh);
  add_route(server, workshop, Method::Post, "/api/v1/auth/logout", log_out);
  add_route(server, workshop, Method::Post, "/api/v1/verify", verify);
}

}  // namespace orbbench::security
