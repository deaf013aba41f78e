#include <utility>

#include "core/operations.hpp"
#include "http/routes.hpp"
#include "orbbench/orb_client/interface_catalogue.hpp"
#include "store/operation_plugins.hpp"
#include "work/scattering.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::HttpError;
using service::Method;
using service::Reply;
using service::Request;

Reply invoke(Invoker& invoker, const Request& request) {
  const InvocationResult result =
      invoker.invoke(request, request.id(0), read_invocation(request.json()));
  Reply reply = Reply::json(200, to_json(result));
  if (result.freshness == orb_client::Freshness::Stale) {
    reply.headers.emplace_back("Warning", "110 - \"Response is Stale\"");
  }
  return reply;
}

json parameter_list(std::string_view types) {
  json list = json::array();
  while (!types.empty()) {
    const auto end = std::min(types.find(' '), types.size());
    list.push_back({{"type", types.substr(0, end)}});
    types.remove_prefix(std::min(end + 1, types.size()));
  }
  return list;
}

const char* name_of(orb_client::Direction direction) {
  switch (direction) {
    case orb_client::Direction::In:
      return "in";
    case orb_client::Direction::Out:
      return "out";
    case orb_client::Direction::InOut:
      break;
  }
  return "inout";
}

json describe(const orb_client::OperationDescription& operation) {
  json parameters = json::array();
  for (const auto& parameter : operation.parameters) {
    parameters.push_back({{"name", parameter.name},
                          {"direction", name_of(parameter.direction)},
                          {"type", parameter.type}});
  }
  return {{"name", operation.name},
          {"oneway", operation.oneway},
          {"result", operation.result},
          {"parameters", std::move(parameters)},
          {"raises", operation.raises}};
}

json describe(const orb_client::InterfaceDescription& interface) {
  json operations = json::array();
  for (const auto& operation : interface.operations) {
    operations.push_back(describe(operation));
  }
  return {{"name", interface.name},
          {"repository_id", interface.repository_id},
          {"operations", std::move(operations)}};
}

Reply list_orb_operations() {
  json invocable = json::array();
  for (const OperationFacts& operation : operations()) {
    invocable.push_back({{"name", operation.name},
                         {"parameters", parameter_list(operation.parameters)},
                         {"result", operation.result}});
  }
  json interfaces = json::array();
  for (const auto& interface : orb_client::InterfaceCatalogue::built_in().interfaces()) {
    interfaces.push_back(describe(interface));
  }
  return Reply::json(200,
                     {{"operations", std::move(invocable)}, {"interfaces", std::move(interfaces)}});
}

Reply list_plugins(Parts& parts, const Request& request) {
  const std::int64_t tenant = owner_of(request.caller).tenant_id;
  json plugins = parts.database.query(request.deadline, [&](pqxx::work& work) {
    json list = json::array();
    for (const OperationFacts& operation : operations()) {
      list.push_back(to_json(find_plugin(work, tenant, std::string(operation.name))));
    }
    return list;
  });
  return Reply::json(200, {{"operations", std::move(plugins)}});
}

Reply save(Parts& parts, const Request& request) {
  if (request.caller && request.caller->role != "admin" && request.caller->role != "operator") {
    throw HttpError(403, "FORBIDDEN", "Forbidden", "an admin or operator may do this");
  }
  const std::string& name = request.captures.at(0);
  if (find_operation(name) == nullptr) {
    throw HttpError(404, "NOT_FOUND", "Operation not found", "the core has no such operation");
  }
  const OperationPlugin plugin = read_plugin(name, request.json());
  parts.database.transact(request.deadline, [&](pqxx::work& work) {
    save_plugin(work, owner_of(request.caller).tenant_id, plugin);
  });
  return Reply::json(200, to_json(plugin));
}

}  // namespace

void add_orb_routes(service::HttpServer& server, Parts& parts, Invoker& invoker) {
  server.route(Method::Post, "/widgets/([0-9]+)/orb/invoke",
               [&](const Request& request) { return invoke(invoker, request); });
  server.route(Method::Post, "/orb/scatter", [&](const Request& request) {
    return Reply::json(200, scatter_calls(invoker, request, request.json()));
  });
  server.route(Method::Get, "/orb/operations",
               [](const Request&) { return list_orb_operations(); });
  server.route(Method::Get, "/operations",
               [&](const Request& request) { return list_plugins(parts, request); });
  server.route(Method::Put, "/operations/([A-Za-z0-9_]+)",
               [&](const Request& request) { return save(parts, request); });
}

}  // namespace orbbench::widget_core
