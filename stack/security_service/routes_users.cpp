#include <charconv>

#include "fields.hpp"
#include "routes.hpp"

namespace orbbench::security {
namespace {

using service::HttpError;
using service::Method;
using service::Reply;
using service::Request;

constexpr std::int64_t kPublicTenant = 1;
constexpr const char* kPublicRole = "user";

HttpError forbidden(const std::string& message) {
  return {403, "FORBIDDEN", "Forbidden", message};
}

HttpError taken() {
  return {409, "TAKEN", "Taken", "this user name or e-mail address is in use"};
}

/// A record to be, its password still in the clear.
struct Application {
  User user;
  std::string password;

  ~Application() { const Secret wiped(std::move(password)); }
};

Application read_application(const Request& request) {
  const auto body = request.json();
  Fields fields(body);
  Application application;
  application.user.username = fields.text("username");
  application.user.email = fields.email("email");
  application.password = fields.password("password");
  application.user.role = fields.role("role", kPublicRole);
  application.user.tenant_id = fields.tenant_id("tenant_id", kPublicTenant);
  fields.throw_if_wrong();
  return application;
}

bool is_public(const User& user) {
  return user.role == kPublicRole && user.tenant_id == kPublicTenant;
}

/// The id of the new user; nothing where the name or the address is taken.
std::optional<std::int64_t> create(Workshop& workshop, const Request& request,
                                   Application& application) {
  application.user.password_hash = workshop.passwords.hash(application.password, request.deadline);
  return workshop.database.query(request.deadline, [&](pqxx::work& work) {
    const auto id = insert_user(work, application.user);
    write_audit(
        work, {"register", application.user.username, id, id.has_value(), request.correlation_id});
    return id;
  });
}

Reply made(int status, std::int64_t user_id, const User& user) {
  auto body = user.json();
  body["user_id"] = user_id;
  return Reply::json(status, body);
}

Reply register_user(Workshop& workshop, const Request& request) {
  Application application = read_application(request);
  if (!is_public(application.user)) {
    throw forbidden("who registers gets role user in tenant 1");
  }
  const auto id = create(workshop, request, application);
  if (!id) {
    throw taken();
  }
  return made(201, *id, application.user);
}

std::optional<std::int64_t> identical_record(Workshop& workshop, const Request& request,
                                             const Application& application) {
  const auto there = workshop.database.query(request.deadline, [&](pqxx::work& work) {
    return find_user(work, application.user.username);
  });
  const bool same =
      there && there->email == application.user.email && there->role == application.user.role &&
      there->tenant_id == application.user.tenant_id &&
      workshop.passwords.matches(there->password_hash, application.password, request.deadline);
  return same ? std::optional(there->user_id) : std::nullopt;
}

Reply make_user(Workshop& workshop, const Request& request) {
  Application application = read_application(request);
  if (!is_public(application.user) && !workshop.open_registration) {
    if (bearer_of(request).empty()) {
      throw forbidden("only an admin gives another role or tenant");
    }
    authenticate_admin(workshop, request);
  }
  if (const auto id = create(workshop, request, application)) {
    return made(201, *id, application.user);
  }
  if (const auto id = identical_record(workshop, request, application)) {
    return made(200, *id, application.user);
  }
  throw taken();
}

std::int64_t read_page_figure(const Request& request, const char* name, std::int64_t otherwise,
                              std::int64_t least, std::int64_t most) {
  const auto given = request.query.find(name);
  if (given == request.query.end()) {
    return otherwise;
  }
  const std::string& text = given->second;
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    throw HttpError(400, "VALIDATION_FAILED", "Validation failed",
                    std::string(name) + " is out of range", {{"invalidFields", {name}}});
  }
  return value;
}

Reply list(Workshop& workshop, const Request& request) {
  authenticate_admin(workshop, request);
  const auto limit = read_page_figure(request, "limit", 20, 1, 100);
  const auto offset = read_page_figure(request, "offset", 0, 0, INT64_MAX);
  nlohmann::json body{{"users", nlohmann::json::array()}, {"limit", limit}, {"offset", offset}};
  workshop.database.transact(request.deadline, [&](pqxx::work& work) {
    body["users"] = nlohmann::json::array();
    for (const User& user : list_users(work, limit, offset)) {
      body["users"].push_back(user.json());
    }
    body["total"] = count_users(work);
  });
  return Reply::json(200, body);
}

/// An admin's change of a user. Tokens that say otherwise die with it.
Reply change(Workshop& workshop, const Request& request) {
  const Identity admin = authenticate_admin(workshop, request);
  const std::int64_t id = request.id(0);
  const auto body = request.json();
  Fields fields(body);
  const std::string role = fields.role("role", "");
  const auto active = fields.flag("is_active");
  fields.throw_if_wrong();
  std::vector<RevokedToken> revoked;
  const auto user = workshop.database.query(request.deadline, [&](pqxx::work& work) {
    auto changed = find_user(work, id);
    if (changed) {
      changed->role = role.empty() ? changed->role : role;
      changed->is_active = active.value_or(changed->is_active);
      update_user(work, *changed);
      revoked = revoke_user(work, id);
      write_audit(work, {"change_user", admin.user.username, id, true, request.correlation_id});
    }
    return changed;
  });
  if (!user) {
    throw HttpError(404, "NOT_FOUND", "User not found", "", {{"userId", id}});
  }
  workshop.revocations.revoke(revoked);
  return Reply::json(200, user->json());
}

}  // namespace

void route_users(service::HttpServer& server, Workshop& workshop) {
  add_route(server, workshop, Method::Post, "/api/v1/auth/register", register_user);
  add_route(server, workshop, Method::Post, "/api/v1/users", make_user);
  add_route(server, workshop, Method::Get, "/api/v1/admin/users", list);
  add_route(server, workshop, Method::Patch, "/api/v1/admin/users/([0-9]+)", change);
}

}  // namespace orbbench::security
