#include <utility>

#include "http/routes.hpp"
#include "work/exporting.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::Method;
using service::Reply;
using service::Request;

Reply import(Parts& parts, const Request& request) {
  const json body = request.json();
  const CreatedWidgets created = import_snapshot(parts, request, body);
  json ids = json::array();
  for (const WidgetRecord& record : created.widgets) {
    ids.push_back(record.widget.id);
  }
  return Reply::json(201, {{"widget_ids", std::move(ids)}, {"hash", body["hash"]}});
}

}  // namespace

void add_owner_routes(service::HttpServer& server, Parts& parts) {
  server.route(Method::Get, "/export", [&](const Request& request) {
    return Reply::json(200, export_owner(parts, request));
  });
  server.route(Method::Get, "/snapshot", [&](const Request& request) {
    return Reply::json(200, take_snapshot(parts, request));
  });
  server.route(Method::Post, "/snapshot",
               [&](const Request& request) { return import(parts, request); });
}

}  // namespace orbbench::widget_core
