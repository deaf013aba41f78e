#include "console/widget_operations.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace orbbench::console {
namespace {

using nlohmann::json;
using orb_client::Argument;

constexpr std::size_t kMostParameters = 64;

constexpr std::array<WidgetOperation, 13> kOperations{{
    {"test_operation", ""},
    {"simple_operation", ""},
    {"slow_operation", ""},
    {"very_slow_operation", ""},
    {"timeout_operation", ""},
    {"exception_operation", ""},
    {"echo", "\"text\""},
    {"reverse", "\"text\""},
    {"uppercase", "\"text\""},
    {"add", "2, 3"},
    {"subtract", "5, 3"},
    {"multiply", "2, 1.5"},
    {"divide", "1, 3"},
}};

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("parameters: " + what);
}

Argument argument_from(const json& value) {
  switch (value.type()) {
    case json::value_t::boolean:
      return value.get<bool>();
    case json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() > INT64_MAX) {
        refuse("a whole number has 64 bits with sign");
      }
      return value.get<std::int64_t>();
    case json::value_t::number_integer:
      return value.get<std::int64_t>();
    case json::value_t::number_float:
      return value.get<double>();
    case json::value_t::string:
      // A CORBA string ends at its first NUL.
      if (value.get_ref<const std::string&>().find('\0') != std::string::npos) {
        refuse("a text holds no NUL");
      }
      return value.get<std::string>();
    default:
      refuse("each is true, false, a number or a \"text\"");
  }
}

}  // namespace

std::span<const WidgetOperation> widget_operations() {
  return kOperations;
}

std::vector<Argument> parse_parameters(const std::string& text) {
  const json list = json::parse("[" + text + "]", nullptr, false);
  if (!list.is_array()) {
    refuse("write values separated by commas: true, 12, 1.5, \"text\"");
  }
  if (list.size() > kMostParameters) {
    refuse("there are 64 at the most");
  }
  std::vector<Argument> arguments;
  for (const json& value : list) {
    arguments.push_back(argument_from(value));
  }
  return arguments;
}

std::string text_of(const Argument& value) {
  return std::visit(
      [](const auto& held) {
        return json(held).dump(-1, ' ', false, json::error_handler_t::replace);
      },
      value);
}

std::string as_utf8(const std::string& text) {
  return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace))
      .get<std::string>();
}

Argument argument_of(const widget_bridge::ControlValue& value) {
  if (const bool* tick = std::get_if<bool>(&value)) {
    return *tick;
  }
  if (const int* number = std::get_if<int>(&value)) {
    return static_cast<std::int64_t>(*number);
  }
  return std::get<std::string>(value);
}

}  // namespace orbbench::console
