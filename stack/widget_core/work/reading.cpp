#include "work/reading.hpp"

#include "store/widget_rows.hpp"

namespace orbbench::widget_core {

service::HttpError widget_not_found(std::int64_t id) {
  return {404, "NOT_FOUND", "Widget not found", "there is no such widget", {{"widgetId", id}}};
}

ReadWidget read_widget(Parts& parts, const service::Request& request, std::int64_t id) {
  WidgetCache::Lookup cached = parts.cache.look_up(id);
  if (cached.record) {
    if (!may_see(request.caller, *cached.record)) {
      throw widget_not_found(id);
    }
    return {*std::move(cached.record), ReadFrom::Cache};
  }
  // Without the scope, so that a stranger's look fills the cache as well as the owner's.
  const auto found = parts.database.query(
      request.deadline, [&](pqxx::work& work) { return find_widget(work, id, std::nullopt); });
  if (found) {
    parts.cache.fill(*found, cached.lease);
  } else {
    parts.cache.give_up(id, cached.lease);
  }
  if (!found || !may_see(request.caller, *found)) {
    throw widget_not_found(id);
  }
  return {*found, ReadFrom::Database};
}

void require_client(const service::Request& request) {
  if (request.deadline.expired()) {
    throw service::HttpError(504, "DEADLINE_EXCEEDED", "Deadline exceeded",
                             "the request's deadline has passed");
  }
  if (request.client_gone && request.client_gone()) {
    throw service::HttpError(503, "SERVICE_UNAVAILABLE", "Client gone",
                             "the client has closed its connection");
  }
}

}  // namespace orbbench::widget_core
