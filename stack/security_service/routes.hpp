#pragma once

#include <string>

#include "identity.hpp"
#include "orbbench/service/http_server.hpp"

namespace orbbench::security {

using Handler = service::Reply (*)(Workshop& workshop, const service::Request& request);

/// The workshop must outlive the server.
void add_route(service::HttpServer& server, Workshop& workshop, service::Method method,
               const std::string& path, Handler handler);

/// login, token, refresh, logout, verify.
void route_sessions(service::HttpServer& server, Workshop& workshop);
/// register, users, admin/users.
void route_users(service::HttpServer& server, Workshop& workshop);
void route_api_keys(service::HttpServer& server, Workshop& workshop);
void route_health(service::HttpServer& server, Workshop& workshop);

}  // namespace orbbench::security
