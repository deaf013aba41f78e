#include "progress_lines.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace orbbench::tests {
namespace {

using nlohmann::json;

enum class Form { Text, Number, Whole, Texts, Numbers };

using Fields = std::map<std::string, Form>;

const std::map<std::string, Fields>& all_forms() {
  static const std::map<std::string, Fields> forms{
      {"started", {{"kind", Form::Text}, {"checks", Form::Texts}}},
      {"progress", {{"text", Form::Text}}},
      {"check",
       {{"check", Form::Text},
        {"verdict", Form::Text},
        {"summary", Form::Text},
        {"figures", Form::Numbers},
        {"details", Form::Texts}}},
      {"interval",
       {{"series", Form::Text},
        {"seconds", Form::Number},
        {"calls", Form::Whole},
        {"errors", Form::Whole},
        {"p50_us", Form::Number},
        {"p90_us", Form::Number},
        {"p99_us", Form::Number},
        {"p999_us", Form::Number},
        {"max_us", Form::Number},
        {"left_seconds", Form::Number}}},
      {"error", {{"text", Form::Text}}},
      {"ended", {{"verdict", Form::Text}, {"exit_code", Form::Whole}, {"run", Form::Text}}},
  };
  return forms;
}

bool has_form(const json& value, Form form) {
  switch (form) {
    case Form::Text:
      return value.is_string();
    case Form::Number:
      return value.is_number();
    case Form::Whole:
      return value.is_number_unsigned();
    case Form::Texts:
      return value.is_array() && std::ranges::all_of(value, &json::is_string);
    case Form::Numbers:
      break;
  }
  return value.is_object() && std::ranges::all_of(value, &json::is_number);
}

std::string trouble_of(const json& event) {
  if (!event.is_object() || !event.contains("event") || !event["event"].is_string()) {
    return "it is no event";
  }
  const auto forms = all_forms().find(event["event"].get<std::string>());
  if (forms == all_forms().end()) {
    return "there is no such event";
  }
  for (const auto& [field, form] : forms->second) {
    if (!event.contains(field) || !has_form(event[field], form)) {
      return field + " is missing, or of another type";
    }
  }
  return event.size() == forms->second.size() + 1 ? "" : "it has further fields";
}

}  // namespace

Events events_of(const std::string& text) {
  Events events;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const json event = json::parse(line, nullptr, false);
    EXPECT_EQ(trouble_of(event), "") << line;
    if (event.is_object()) {
      events.push_back(event);
    }
  }
  return events;
}

Events named(const Events& events, const std::string& name) {
  Events found;
  std::ranges::copy_if(events, std::back_inserter(found),
                       [&](const json& event) { return event.value("event", "") == name; });
  return found;
}

}  // namespace orbbench::tests
