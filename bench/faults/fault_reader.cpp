#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "faults/fault.hpp"
#include "faults/fault_limits.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::faults {
namespace {

using nlohmann::json;
using orb_client::ConfigError;

constexpr std::size_t kLargestFile = 1UL << 20;
constexpr std::size_t kMostFaults = 1000;
constexpr std::size_t kMostShown = 80;
constexpr std::uint64_t kMostRequestId = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kMostMessages = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kLongestDelayMs = kLongestDelay.count();

constexpr std::array kKinds = {FaultKind::Delay, FaultKind::Withhold,        FaultKind::Cut,
                               FaultKind::Reset, FaultKind::Throttle,        FaultKind::Slice,
                               FaultKind::Flip,  FaultKind::CloseConnection, FaultKind::Duplicate,
                               FaultKind::Drop};

constexpr std::array<std::string_view, 7> kMatchKeys = {
    "direction", "type", "operation", "request_id", "every", "probability", "first"};
constexpr std::array<std::string_view, 5> kTextKeys = {"name", "direction", "type", "operation",
                                                       "part"};

/// One JSON object, each of whose keys must be asked for by the time of finish().
class ObjectReader {
 public:
  ObjectReader(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) {
      fail("must be an object");
    }
  }

  [[noreturn]] void fail(const std::string& mistake) const {
    throw ConfigError(place_ + " " + mistake);
  }

  const std::string& place() const { return place_; }

  const json* find(const char* key) {
    asked_.insert(key);
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }

  std::optional<std::string> text(const char* key) {
    const json* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_string()) {
      fail(std::string(key) + " must be a text");
    }
    return value->get<std::string>();
  }

  std::optional<std::uint64_t> number(const char* key, std::uint64_t least, std::uint64_t most) {
    const json* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() < least ||
        value->get<std::uint64_t>() > most) {
      fail(std::string(key) + " must be a whole number from " + std::to_string(least) + " to " +
           std::to_string(most));
    }
    return value->get<std::uint64_t>();
  }

  std::uint64_t required_number(const char* key, std::uint64_t least, std::uint64_t most) {
    const auto value = number(key, least, most);
    if (!value) {
      fail(std::string("needs ") + key);
    }
    return *value;
  }

  void finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (!asked_.contains(key)) {
        fail("has no use for the key \"" + key + "\"");
      }
    }
  }

 private:
  const json& object_;
  std::string place_;
  std::set<std::string> asked_;
};

FaultKind read_kind(ObjectReader& reader) {
  const auto name = reader.text("fault");
  if (!name) {
    reader.fail("needs the key \"fault\"");
  }
  const auto* const found = std::find_if(kKinds.begin(), kKinds.end(), [&](FaultKind kind) {
    return *name == std::string(to_string(kind));
  });
  if (found == kKinds.end()) {
    reader.fail("\"" + *name +
                "\" is none of delay, withhold, cut, reset, throttle, slice, flip, "
                "close_connection, duplicate, drop");
  }
  return *found;
}

std::optional<Direction> read_direction(ObjectReader& reader) {
  const auto name = reader.text("direction");
  if (!name) {
    return std::nullopt;
  }
  for (const Direction direction : {Direction::ToServer, Direction::ToClient}) {
    if (*name == to_string(direction)) {
      return direction;
    }
  }
  reader.fail("direction \"" + *name + "\" is neither to_server nor to_client");
}

double read_probability(ObjectReader& reader) {
  const json* value = reader.find("probability");
  if (value == nullptr) {
    return 1;
  }
  if (!value->is_number() || !(value->get<double>() > 0) || value->get<double>() > 1) {
    reader.fail("probability must be a number above 0 and not above 1");
  }
  return value->get<double>();
}

void read_giop_match(ObjectReader& reader, Match& match) {
  if (const auto name = reader.text("type")) {
    match.type = message_type_named(*name);
    if (!match.type) {
      reader.fail("type \"" + *name +
                  "\" is none of request, reply, cancel_request, locate_request, locate_reply, "
                  "close_connection, message_error, fragment");
    }
  }
  match.operation = reader.text("operation");
  if (const auto request_id = reader.number("request_id", 0, kMostRequestId)) {
    match.request_id = static_cast<std::uint32_t>(*request_id);
  }
}

Match read_match(const json& object, const std::string& place, Protocol protocol) {
  ObjectReader reader(object, place);
  Match match;
  match.direction = read_direction(reader);
  match.every = reader.number("every", 1, kMostMessages).value_or(1);
  match.first = reader.number("first", 1, kMostMessages);
  match.probability = read_probability(reader);
  if (protocol == Protocol::Giop) {
    read_giop_match(reader, match);
  }
  reader.finish();
  return match;
}

void read_flip(ObjectReader& reader, Fault& fault, Protocol protocol) {
  fault.offset = reader.number("offset", 0, kMostOctets).value_or(0);
  fault.mask = static_cast<std::uint8_t>(reader.number("mask", 1, 255).value_or(255));
  if (protocol == Protocol::Bytes) {
    return;
  }
  const std::string part = reader.text("part").value_or("body");
  if (part != "header" && part != "body") {
    reader.fail("part \"" + part + "\" is neither header nor body");
  }
  fault.part = part == "header" ? MessagePart::Header : MessagePart::Body;
}

void read_settings(ObjectReader& reader, Fault& fault, Protocol protocol) {
  switch (fault.kind) {
    case FaultKind::Delay:
      fault.delay =
          std::chrono::milliseconds(reader.required_number("delay_ms", 0, kLongestDelayMs));
      fault.jitter =
          std::chrono::milliseconds(reader.number("jitter_ms", 0, kLongestDelayMs).value_or(0));
      break;
    case FaultKind::Cut:
    case FaultKind::Reset:
      fault.after_octets = reader.number("after_octets", 0, kMostOctets).value_or(0);
      break;
    case FaultKind::Throttle:
      fault.octets_per_second = reader.required_number("octets_per_second", 1, kMostOctets);
      break;
    case FaultKind::Slice:
      fault.piece_octets = reader.required_number("piece_octets", 1, kMostOctets);
      break;
    case FaultKind::Flip:
      read_flip(reader, fault, protocol);
      break;
    case FaultKind::Withhold:
    case FaultKind::CloseConnection:
    case FaultKind::Duplicate:
    case FaultKind::Drop:
      break;
  }
}

Fault read_fault(const json& object, const std::string& place, Protocol protocol) {
  ObjectReader reader(object, place);
  Fault fault;
  fault.kind = read_kind(reader);
  fault.name = reader.text("name").value_or("");
  fault.seed = reader.number("seed", 0, std::numeric_limits<std::uint64_t>::max());
  if (const json* match = reader.find("match")) {
    fault.match = read_match(*match, place + " match", protocol);
  }
  read_settings(reader, fault, protocol);
  reader.finish();
  try {
    return checked(std::move(fault), protocol);
  } catch (const ConfigError& error) {
    throw ConfigError(place + ": " + error.what());
  }
}

json parse_json(std::string_view text, const std::string& source) {
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    throw ConfigError(source + ": " + error.what());
  }
}

/// A number where the key is one of a number, else a text.
json value_of(const std::string& key, const std::string& text) {
  if (std::ranges::find(kTextKeys, key) != kTextKeys.end()) {
    return text;
  }
  const json number = json::parse(text, nullptr, false);
  return number.is_number() ? number : json(text);
}

/// KIND[:KEY=VALUE,...] as the object that says the same.
json expand(const std::string& text, const std::string& place) {
  const std::size_t colon = text.find(':');
  json object = {{"fault", text.substr(0, colon)}};
  std::istringstream settings(colon == std::string::npos ? "" : text.substr(colon + 1));
  for (std::string setting; std::getline(settings, setting, ',');) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      throw ConfigError(place + ": \"" + setting + "\" is not KEY=VALUE");
    }
    const std::string key = setting.substr(0, equals);
    const bool of_match = std::ranges::find(kMatchKeys, key) != kMatchKeys.end();
    json& target = of_match ? object["match"] : object;
    target[key] = value_of(key, setting.substr(equals + 1));
  }
  return object;
}

}  // namespace

std::vector<Fault> parse_faults(std::string_view text, const std::string& source,
                                Protocol protocol) {
  const json document = parse_json(text, source);
  ObjectReader reader(document, source + ": it");
  const json* list = reader.find("faults");
  if (list == nullptr || !list->is_array() || list->size() > kMostFaults) {
    reader.fail("needs a list \"faults\" of at most " + std::to_string(kMostFaults));
  }
  reader.finish();
  std::vector<Fault> faults;
  for (const json& object : *list) {
    const std::string place = source + ": fault " + std::to_string(faults.size() + 1);
    faults.push_back(read_fault(object, place, protocol));
  }
  return faults;
}

Fault parse_fault(const std::string& text, Protocol protocol) {
  const std::string source = "fault \"" + text.substr(0, kMostShown) + "\"";
  const std::string line = source.substr(0, source.find_first_of("\r\n"));
  return read_fault(text.starts_with('{') ? parse_json(text, line) : expand(text, line), line,
                    protocol);
}

std::vector<Fault> read_faults(const std::string& path, Protocol protocol) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kLargestFile + 1, '\0');
  if (!file || !file.read(text.data(), static_cast<std::streamsize>(text.size())).eof()) {
    throw ConfigError(path + ": no file of at most 1 MiB that can be read");
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return parse_faults(text, path, protocol);
}

}  // namespace orbbench::faults
