#include "fields.hpp"
#include "routes.hpp"

namespace orbbench::security {
namespace {

using service::HttpError;
using service::Method;
using service::Reply;
using service::Request;

constexpr std::size_t kKeyOctets = 32;

Reply make(Workshop& workshop, const Request& request) {
  const Identity caller = authenticate(workshop, request);
  const auto body = request.json();
  Fields fields(body);
  const std::string name = fields.text("name");
  fields.throw_if_wrong();
  const std::string key = random_text(kKeyOctets);
  const auto id = workshop.database.query(request.deadline, [&](pqxx::work& work) {
    const auto made = insert_api_key(work, caller.user.user_id, name, hash_of(key));
    write_audit(work, {"create_api_key", caller.user.username, made, true, request.correlation_id});
    return made;
  });
  Reply reply = Reply::json(201, {{"api_key_id", id}, {"api_key", key}, {"name", name}});
  reply.headers.emplace_back("Cache-Control", "no-store");
  return reply;
}

Reply list(Workshop& workshop, const Request& request) {
  const Identity caller = authenticate(workshop, request);
  const auto keys = workshop.database.query(
      request.deadline, [&](pqxx::work& work) { return list_api_keys(work, caller.user.user_id); });
  return Reply::json(200, {{"api_keys", keys}});
}

Reply revoke(Workshop& workshop, const Request& request) {
  const Identity caller = authenticate(workshop, request);
  const std::int64_t id = request.id(0);
  const bool revoked = workshop.database.query(request.deadline, [&](pqxx::work& work) {
    const bool there = revoke_api_key(work, caller.user.user_id, id);
    if (there) {
      write_audit(work, {"revoke_api_key", caller.user.username, id, true, request.correlation_id});
    }
    return there;
  });
  if (!revoked) {
    throw HttpError(404, "NOT_FOUND", "API key not found", "", {{"apiKeyId", id}});
  }
  return Reply::empty(204);
}

}  // namespace

void route_api_keys(service::HttpServer& server, Workshop& workshop) {
  add_route(server, workshop, Method::Post, "/api/v1/api-keys", make);
  add_route(server, workshop, Method::Get, "/api/v1/api-keys", list);
  add_route(server, workshop, Method::Delete, "/api/v1/api-keys/([0-9]+)", revoke);
}

void route_health(service::HttpServer& server, Workshop& workshop) {
  server.route(Method::Get, "/health", [&workshop](const Request& request) {
    // The service serves, whatever the database does: a gateway must not take it out for that.
    const bool up =
        workshop.database.answers(request.deadline.capped(std::chrono::milliseconds(300)));
    return Reply::json(200, {{"status", up ? "ok" : "degraded"}, {"database", up ? "up" : "down"}});
  });
}

}  // namespace orbbench::security
