#include "faults/fault_json.hpp"

#include <nlohmann/json.hpp>

namespace orbbench::faults {
namespace {

using Json = nlohmann::ordered_json;

Json match_of(const Match& match) {
  Json json = Json::object();
  if (match.direction) {
    json["direction"] = to_string(*match.direction);
  }
  if (match.type) {
    json["type"] = to_string(*match.type);
  }
  if (match.operation) {
    json["operation"] = *match.operation;
  }
  if (match.request_id) {
    json["request_id"] = *match.request_id;
  }
  json["every"] = match.every;
  json["probability"] = match.probability;
  if (match.first) {
    json["first"] = *match.first;
  }
  return json;
}

void add_settings(Json& json, const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::Delay:
      json["delay_ms"] = fault.delay.count();
      json["jitter_ms"] = fault.jitter.count();
      return;
    case FaultKind::Cut:
    case FaultKind::Reset:
      json["after_octets"] = fault.after_octets;
      return;
    case FaultKind::Throttle:
      json["octets_per_second"] = fault.octets_per_second;
      return;
    case FaultKind::Slice:
      json["piece_octets"] = fault.piece_octets;
      return;
    case FaultKind::Flip:
      json["part"] = fault.part == MessagePart::Header ? "header" : "body";
      json["offset"] = fault.offset;
      json["mask"] = fault.mask;
      return;
    case FaultKind::Withhold:
    case FaultKind::CloseConnection:
    case FaultKind::Duplicate:
    case FaultKind::Drop:
      return;
  }
}

}  // namespace

Json to_json(const FaultStatistics& statistics) {
  const Fault& fault = statistics.fault;
  Json json = {{"id", statistics.id},
               {"name", fault.name},
               {"fault", to_string(fault.kind)},
               {"match", match_of(fault.match)},
               {"seed", statistics.seed}};
  add_settings(json, fault);
  json["armed"] = statistics.armed;
  json["matched"] = statistics.matched;
  json["hits"] = statistics.hits;
  json["effects"] = statistics.effects;
  json["no_effect"] = statistics.effects == 0;
  return json;
}

Json to_json(const ProxyStatistics& statistics) {
  Json json = {{"connections_taken", statistics.connections_taken},
               {"connections_refused", statistics.connections_refused},
               {"connections_open", statistics.connections_open},
               {"messages_to_server", statistics.messages_to_server},
               {"messages_to_client", statistics.messages_to_client},
               {"octets_to_server", statistics.octets_to_server},
               {"octets_to_client", statistics.octets_to_client},
               {"faults", Json::array()}};
  for (const FaultStatistics& fault : statistics.faults) {
    json["faults"].push_back(to_json(fault));
  }
  return json;
}

}  // namespace orbbench::faults
