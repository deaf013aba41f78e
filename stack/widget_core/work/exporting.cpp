#include "work/exporting.hpp"

#include <pqxx/pqxx>
#include <string>
#include <utility>

#include "model/content_hash.hpp"
#include "store/export_queries.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::HttpError;

constexpr std::size_t kMaxWidgets = 1000;

json ask(Parts& parts, const service::Request& request, const char* query) {
  const service::Caller owner = owner_of(request.caller);
  return parts.database.query(request.deadline, [&](pqxx::work& work) {
    return json::parse(work.exec_params1(query, owner.user_id, owner.tenant_id)[0].c_str());
  });
}

}  // namespace

json export_owner(Parts& parts, const service::Request& request) {
  return ask(parts, request, kExportQuery);
}

json take_snapshot(Parts& parts, const service::Request& request) {
  json widgets = ask(parts, request, kSnapshotQuery);
  if (widgets.size() > kMaxWidgets) {
    throw HttpError(422, "UNPROCESSABLE", "Too many widgets",
                    "a snapshot holds 1000 widgets at the most");
  }
  std::string hash = hash_snapshot(widgets);
  return {{"format", 1}, {"widgets", std::move(widgets)}, {"hash", std::move(hash)}};
}

std::string hash_snapshot(const json& widgets) {
  return hash_content({{"format", 1}, {"widgets", widgets}});
}

}  // namespace orbbench::widget_core
