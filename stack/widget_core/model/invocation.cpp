#include "model/invocation.hpp"

#include <algorithm>
#include <optional>

#include "model/content_hash.hpp"
#include "model/field_problems.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using orb_client::Argument;

constexpr std::size_t kMaxOperationOctets = 64;
constexpr std::size_t kMaxParameters = 64;

bool is_name(const json& value) {
  if (!value.is_string()) {
    return false;
  }
  const auto& name = value.get_ref<const std::string&>();
  return !name.empty() && name.size() <= kMaxOperationOctets &&
         std::all_of(name.begin(), name.end(), [](char character) {
           return character == '_' || (character >= '0' && character <= '9') ||
                  (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
         });
}

// A CORBA string ends at its first NUL.
std::optional<Argument> read_argument(const json& value) {
  switch (value.type()) {
    case json::value_t::boolean:
      return value.get<bool>();
    case json::value_t::number_unsigned:
      return value.get<std::uint64_t>() > INT64_MAX
                 ? std::nullopt
                 : std::optional<Argument>(value.get<std::int64_t>());
    case json::value_t::number_integer:
      return value.get<std::int64_t>();
    case json::value_t::number_float:
      return value.get<double>();
    case json::value_t::string:
      return value.get_ref<const std::string&>().find('\0') != std::string::npos
                 ? std::nullopt
                 : std::optional<Argument>(value.get<std::string>());
    default:
      return std::nullopt;
  }
}

std::vector<Argument> read_arguments(const json& list, FieldProblems& problems) {
  std::vector<Argument> arguments;
  if (!list.is_array() || list.size() > kMaxParameters) {
    problems.invalid("params");
    return arguments;
  }
  for (const json& value : list) {
    if (auto argument = read_argument(value)) {
      arguments.push_back(*std::move(argument));
    } else {
      problems.invalid("params");
    }
  }
  return arguments;
}

}  // namespace

Invocation read_invocation(const json& body) {
  FieldProblems problems;
  problems.refuse_unknown(body, {"operation", "params"});
  Invocation invocation;
  if (!body.contains("operation")) {
    problems.missing("operation");
  } else if (!is_name(body["operation"])) {
    problems.invalid("operation");
  } else {
    invocation.operation = body["operation"].get<std::string>();
  }
  if (body.contains("params")) {
    invocation.parameters = read_arguments(body["params"], problems);
  }
  problems.throw_if_any();
  return invocation;
}

json to_json(const Argument& argument) {
  const json value = std::visit([](const auto& held) { return json(held); }, argument);
  // A core that cuts UTF-8 apart gives texts that no JSON can hold.
  return argument.index() == 3
             ? json::parse(value.dump(-1, ' ', false, json::error_handler_t::replace))
             : value;
}

json to_json(const std::vector<Argument>& arguments) {
  json list = json::array();
  for (const Argument& argument : arguments) {
    list.push_back(to_json(argument));
  }
  return list;
}

std::string hash_result(const std::string& widget_type, const Invocation& invocation,
                        const Argument& result) {
  return hash_content({{"type", widget_type},
                       {"operation", invocation.operation},
                       {"params", to_json(invocation.parameters)},
                       {"result", to_json(result)}});
}

}  // namespace orbbench::widget_core
