#include "arguments.hpp"

#include <omniORB4/anyStream.h>

#include <algorithm>
#include <string>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;
using Parameters = std::vector<const ParameterType*>;

Parameters parameters_sent(const OperationTypes& operation) {
  Parameters sent;
  for (const ParameterType& parameter : operation.parameters) {
    if (parameter.direction != Direction::Out) {
      sent.push_back(&parameter);
    }
  }
  return sent;
}

std::string list_names(const Parameters& parameters) {
  std::string names;
  for (const ParameterType* parameter : parameters) {
    names += (names.empty() ? "" : ", ") + parameter->name;
  }
  return names.empty() ? "no arguments" : "the arguments " + names;
}

[[noreturn]] void fail(const OperationTypes& operation, const Parameters& wanted,
                       const std::string& given) {
  throw ConfigError(operation.name + " takes " + list_names(wanted) + ", and " + given);
}

void check_names(const json& arguments, const OperationTypes& operation, const Parameters& wanted) {
  for (const auto& argument : arguments.items()) {
    const std::string& name = argument.key();
    const bool known = std::any_of(wanted.begin(), wanted.end(),
                                   [&](const ParameterType* one) { return one->name == name; });
    if (!known) {
      fail(operation, wanted, "\"" + name + "\" was given");
    }
  }
}

const json& find_argument(const json& arguments, std::size_t index, const ParameterType& parameter,
                          const OperationTypes& operation, const Parameters& wanted) {
  if (arguments.is_array()) {
    return arguments[index];
  }
  const auto found = arguments.find(parameter.name);
  if (found == arguments.end()) {
    fail(operation, wanted, parameter.name + " was not given");
  }
  return *found;
}

}  // namespace

std::vector<CORBA::Any> read_arguments(const json& arguments, const OperationTypes& operation,
                                       const InterfaceCatalogue::Types& types,
                                       const ConversionLimits& limits) {
  const Parameters wanted = parameters_sent(operation);
  if (!arguments.is_structured()) {
    fail(operation, wanted, "neither an array nor an object was given");
  }
  if (arguments.is_array() && arguments.size() != wanted.size()) {
    fail(operation, wanted, std::to_string(arguments.size()) + " were given");
  }
  if (arguments.is_object()) {
    check_names(arguments, operation, wanted);
  }
  std::vector<CORBA::Any> values;
  ConversionLimits left = limits;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string place = "/" + (arguments.is_array() ? std::to_string(i) : wanted[i]->name);
    const json& argument = find_argument(arguments, i, *wanted[i], operation, wanted);
    values.push_back(read_any(argument, wanted[i]->type, types, left, place));
    left.octets -= std::min<std::size_t>(left.octets, values.back().PR_streamToRead().bufSize());
  }
  return values;
}

}  // namespace orbbench::orb_client
