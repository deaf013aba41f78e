#include "worker/plan_reader.hpp"

#include <algorithm>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

using nlohmann::json;
using orb_client::ConfigError;

json parse_plan(const std::string& text) {
  json document = json::parse(text, nullptr, false);
  if (!document.is_object()) {
    throw ConfigError("plan: it must be a JSON object");
  }
  return document;
}

PlanReader::PlanReader(const json& object, std::string place)
    : object_(object), place_(std::move(place)) {
  if (!object.is_object()) {
    throw ConfigError("plan: " + place_ + " must be an object");
  }
}

void PlanReader::allow_only(std::initializer_list<std::string_view> names) const {
  for (const auto& [name, value] : object_.items()) {
    if (std::ranges::find(names, name) == names.end()) {
      refuse(name, "is unknown");
    }
  }
}

const json& PlanReader::at(const char* name) const {
  if (!has(name)) {
    refuse(name, "is missing");
  }
  return object_.at(name);
}

std::string PlanReader::text(const char* name) const {
  const json& value = at(name);
  if (!value.is_string() || value.get<std::string>().empty()) {
    refuse(name, "must be a text");
  }
  return value.get<std::string>();
}

std::string PlanReader::text(const char* name, const std::string& otherwise) const {
  return has(name) ? text(name) : otherwise;
}

std::size_t PlanReader::whole(const char* name, std::size_t otherwise, std::size_t least,
                              std::size_t most) const {
  if (!has(name)) {
    return otherwise;
  }
  const json& value = object_.at(name);
  if (!value.is_number_unsigned() || value.get<std::size_t>() < least ||
      value.get<std::size_t>() > most) {
    refuse(name,
           "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value.get<std::size_t>();
}

double PlanReader::number(const char* name, double otherwise, double least, double most) const {
  if (!has(name)) {
    return otherwise;
  }
  const json& value = object_.at(name);
  if (!value.is_number() || !(value.get<double>() >= least && value.get<double>() <= most)) {
    refuse(name, "must be a number from " + json(least).dump() + " to " + json(most).dump());
  }
  return value.get<double>();
}

void PlanReader::refuse(const std::string& name, const std::string& what) const {
  throw ConfigError("plan: " + path(name) + " " + what);
}

std::string PlanReader::path(const std::string& name) const {
  return place_.empty() ? name : place_ + "." + name;
}

}  // namespace orbbench::bench
