#include <utility>

#include "http/query.hpp"
#include "http/routes.hpp"
#include "model/widget_request.hpp"
#include "work/events.hpp"
#include "work/reading.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::Method;
using service::Reply;
using service::Request;
using widget_bridge::ImageFormat;

constexpr widget_bridge::Size kDefaultSize{200, 60};

Reply render(Parts& parts, const Request& request) {
  const json body = optional_body(request);
  const auto size = read_render_size(body, kDefaultSize);
  const WidgetRecord record = read_widget(parts, request, request.id(0)).record;
  const auto size_to_draw = body.empty() && record.widget.size ? *record.widget.size : size;
  const bool svg = request.header("Accept").value_or("").find("image/svg+xml") != std::string::npos;
  const auto image = parts.controls.render(
      record.widget, size_to_draw, svg ? ImageFormat::Svg : ImageFormat::Png, request.deadline);
  Reply reply;
  reply.content_type = svg ? "image/svg+xml" : "image/png";
  reply.body.assign(image.begin(), image.end());
  return reply;
}

Reply list_history(Parts& parts, const Request& request) {
  const Page page = read_page(request, "after");
  const HistoryPage history = read_history(parts, request, request.id(0), page.start, page.limit);
  json events = json::array();
  for (const HistoryEvent& event : history.events) {
    events.push_back(to_json(event));
  }
  return Reply::json(200, {{"events", std::move(events)}, {"total", history.total}});
}

Reply take_event(Parts& parts, const Request& request) {
  return Reply::json(201, to_json(handle_event(parts, request, request.id(0), request.json())));
}

}  // namespace

void add_event_routes(service::HttpServer& server, Parts& parts) {
  const auto add = [&](Method method, const char* pattern, auto handler) {
    server.route(method, pattern,
                 [&parts, handler](const Request& request) { return handler(parts, request); });
  };
  add(Method::Post, "/widgets/([0-9]+)/render", render);
  add(Method::Get, "/widgets/([0-9]+)/events", list_history);
  add(Method::Post, "/widgets/([0-9]+)/events", take_event);
}

}  // namespace orbbench::widget_core
