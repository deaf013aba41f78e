#include "load/http_load.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "load/mix.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;

json draft(std::size_t secret_octets) {
  json fields{{"type", "button"}, {"label", "measured"}};
  if (secret_octets > 0) {
    fields["sensitive_data"] = std::string(secret_octets, 'x');
  }
  return fields;
}

void require_status(const std::string& what, int expected, int status) {
  if (status != expected) {
    throw std::runtime_error(what + ": expected " + std::to_string(expected) + ", was answered " +
                             std::to_string(status));
  }
}

// Without reading the whole document, which would be charged to the stack.
std::int64_t id_in(std::string_view body) {
  constexpr std::string_view kName = "\"widget_id\":";
  std::int64_t id = 0;
  const std::size_t at = body.find(kName);
  if (at == std::string_view::npos ||
      std::from_chars(body.data() + at + kName.size(), body.data() + body.size(), id).ec !=
          std::errc()) {
    throw std::runtime_error("the created widget has no widget_id");
  }
  return id;
}

}  // namespace

HttpLoad::HttpLoad(const HttpTarget& target, const LoadScenario& scenario)
    : scenario_(scenario),
      guest_(target.gateway),
      widget_id_(guest_.create_widget(draft(0)).widget_id) {
  const bool straight = !target.widget_core.empty();
  widgets_ = straight ? "/widgets" : "/api/v1/widgets";
  // Straight at the widget core, those that the gateway would set.
  identity_ = straight ? "X-User-Id: " + std::to_string(guest_.user_id()) +
                             "\r\nX-Tenant-Id: 1\r\nX-Role: user\r\n"
                       : "Authorization: Bearer " + guest_.token() + "\r\n";
  for (std::size_t lane = 0; lane < scenario_.lanes; ++lane) {
    connections_.push_back(std::make_shared<HttpConnection>(
        straight ? target.widget_core : target.gateway, scenario_.deadline));
  }
}

std::string HttpLoad::written_out(const std::string& method, const std::string& path,
                                  const std::string& body) const {
  const std::string announced =
      body.empty()
          ? ""
          : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n";
  return method + " " + path + " HTTP/1.1\r\nHost: " + connections_.front()->authority() + "\r\n" +
         identity_ + announced + "\r\n" + body;
}

TimedCall HttpLoad::request(const Connection& connection, const std::string& method,
                            const std::string& below, int expected_status,
                            const std::string& body) const {
  const std::string path = widgets_ + below;
  return [connection, expected_status, what = method + " " + path,
          text = written_out(method, path, body)] {
    require_status(what, expected_status, connection->exchange(text));
  };
}

TimedCall HttpLoad::creation_and_deletion(const Connection& connection, std::size_t octets) const {
  // The identifier that is to be deleted stands between the two.
  const std::string head = written_out("DELETE", widgets_ + "/#", "");
  const std::size_t place = head.find('#');
  return [connection, create = written_out("POST", widgets_, draft(octets).dump()),
          before = head.substr(0, place), after = head.substr(place + 1)] {
    require_status("create", 201, connection->exchange(create));
    const std::string id = std::to_string(id_in(connection->body()));
    require_status("delete", 204, connection->exchange(before + id + after));
  };
}

TimedCall HttpLoad::call_of(const WeightedOperation& operation,
                            const Connection& connection) const {
  const std::string widget = "/" + std::to_string(widget_id_);
  if (operation.operation == "list") {
    return request(connection, "GET", "?limit=10&offset=0", 200);
  }
  if (operation.operation == "invoke") {
    const json body{{"operation", "uppercase"}, {"params", {"orb"}}};
    return request(connection, "POST", widget + "/orb/invoke", 200, body.dump());
  }
  if (operation.operation == "create_and_delete") {
    return creation_and_deletion(connection, operation.octets);
  }
  return request(connection, "GET", widget, 200);
}

std::vector<TimedCall> HttpLoad::lanes() {
  std::vector<TimedCall> lanes;
  for (std::size_t lane = 0; lane < connections_.size(); ++lane) {
    std::vector<TimedCall> operations;
    for (const WeightedOperation& operation : scenario_.mix) {
      operations.push_back(call_of(operation, connections_[lane]));
    }
    lanes.push_back(mixed_call(scenario_, std::move(operations), lane));
  }
  return lanes;
}

void HttpLoad::warm_up(const std::stop_token& stop) {
  for (const Connection& connection : connections_) {
    request(connection, "GET", "/" + std::to_string(widget_id_), 200)();
  }
  run_closed_loop(scenario_.warm_up, lanes(), stop);
}

}  // namespace orbbench::bench
