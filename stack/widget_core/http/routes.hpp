#pragma once

#include <string>

#include "orbbench/service/http_server.hpp"
#include "work/invoking.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// What the service answers, by method and path. Both must outlive the server.
void add_widget_routes(service::HttpServer& server, Parts& parts);
void add_event_routes(service::HttpServer& server, Parts& parts);
void add_orb_routes(service::HttpServer& server, Parts& parts, Invoker& invoker);
void add_owner_routes(service::HttpServer& server, Parts& parts);
void add_usage_routes(service::HttpServer& server, Parts& parts);

}  // namespace orbbench::widget_core
