#include "call_command.hpp"

#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "idl_compiler.hpp"
#include "orbbench/orb_client/dynamic_object.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::CallError;
using orb_client::ConfigError;
using orb_client::Direction;
using orb_client::InterfaceCatalogue;
using orb_client::InterfaceDescription;
using orb_client::OperationDescription;
using orb_client::ParameterDescription;

constexpr int kExitException = 1;
constexpr int kIndent = 2;

struct CallOptions {
  std::string reference;  // with --list: the interface
  std::string interface;
  std::string operation;
  std::string arguments = "[]";
  std::string idl_file;
  std::vector<std::string> include_folders;
  std::uint64_t timeout_ms = 5000;
  bool list = false;
};

InterfaceCatalogue find_catalogue(const CallOptions& options) {
  return options.idl_file.empty()
             ? InterfaceCatalogue::built_in()
             : InterfaceCatalogue::parse(compile_idl(options.idl_file, options.include_folders));
}

const char* to_word(Direction direction) {
  switch (direction) {
    case Direction::In:
      return "in";
    case Direction::Out:
      return "out";
    case Direction::InOut:
      return "inout";
  }
  return "unknown";
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

std::string describe(const OperationDescription& operation) {
  std::vector<std::string> parameters;
  for (const ParameterDescription& parameter : operation.parameters) {
    parameters.push_back(std::string(to_word(parameter.direction)) + " " + parameter.type + " " +
                         parameter.name);
  }
  return (operation.oneway ? "oneway " : "") + operation.result + " " + operation.name + "(" +
         join(parameters) + ")" +
         (operation.raises.empty() ? "" : " raises (" + join(operation.raises) + ")");
}

void print(const InterfaceDescription& interface) {
  std::cout << interface.name << "  " << interface.repository_id << '\n';
  for (const OperationDescription& operation : interface.operations) {
    std::cout << "  " << describe(operation) << '\n';
  }
}

int list(const CallOptions& options) {
  if (!options.interface.empty()) {
    throw ConfigError("--list takes one interface at most");
  }
  const InterfaceCatalogue catalogue = find_catalogue(options);
  if (!options.reference.empty()) {
    print(catalogue.interface(options.reference));
    return 0;
  }
  for (const InterfaceDescription& interface : catalogue.interfaces()) {
    print(interface);
  }
  return 0;
}

json parse_arguments(const std::string& text) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    throw ConfigError("the arguments are no JSON from octet " + std::to_string(error.byte) +
                      " on: '[1, \"two\"]' or '{\"name\": 1}' would be right");
  }
}

json describe(const CallError& error) {
  json told = {{"exception", error.facts().exception},
               {"minor", error.facts().minor},
               {"completed", to_string(error.facts().completion)},
               {"reason", error.reason()}};
  if (const auto* raised = dynamic_cast<const orb_client::UserExceptionError*>(&error)) {
    told["members"] = *raised->members;
  }
  return told;
}

// A core's text may be any octets; JSON is UTF-8.
void print(const json& value) {
  std::cout << value.dump(kIndent, ' ', false, json::error_handler_t::replace) << '\n';
}

int print_exception(const CallError& error) {
  print(describe(error));
  return kExitException;
}

int call(const CallOptions& options) try {
  if (options.operation.empty()) {
    throw ConfigError("call needs a reference, an interface and an operation, or --list");
  }
  const auto deadline = orb_client::Deadline::after(std::chrono::milliseconds(options.timeout_ms));
  const InterfaceCatalogue catalogue = find_catalogue(options);
  const json arguments = parse_arguments(options.arguments);
  orb_client::OrbRuntime runtime;
  orb_client::DynamicObject object(runtime, orb_client::Endpoint::parse(options.reference),
                                   catalogue.interface(options.interface), catalogue, deadline);
  print(object.call(options.operation, arguments, deadline));
  return 0;
} catch (const orb_client::RemoteError& error) {
  return print_exception(error);
} catch (const orb_client::ProtocolError& error) {
  if (error.facts().exception.empty()) {
    throw;
  }
  return print_exception(error);
}

}  // namespace

void add_call_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("call", "Call one operation of any object, with JSON");
  auto options = std::make_shared<CallOptions>();
  command->add_option(
      "reference", options->reference,
      "IOR:, corbaloc:, corbaname:, host:port or a file; with --list, an interface");
  command->add_option("interface", options->interface, "Its interface: OrbCore::Probe");
  command->add_option("operation", options->operation, "_get_x and _set_x for an attribute x");
  command
      ->add_option("arguments", options->arguments,
                   "JSON: an array, or an object by parameter name")
      ->capture_default_str();
  command->add_option("--idl", options->idl_file, "The IDL of the interface, for one of your own");
  command->add_option("-I,--include", options->include_folders, "Where that IDL includes from");
  const std::map<std::string, std::uint64_t> units{{"ms", 1}, {"s", 1000}, {"min", 60'000}};
  command->add_option("--timeout", options->timeout_ms, "For connecting and calling: 5s, 200ms")
      ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "TIME"))
      ->default_str("5s");
  command->add_flag("--list", options->list, "List interfaces, operations and their types");
  command->callback([options, &chosen] {
    chosen = [options] { return options->list ? list(*options) : call(*options); };
  });
}

}  // namespace orbbench::bench
