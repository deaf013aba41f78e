#include "catalogue_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "code_sets.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "type_builder.hpp"
#include "type_table.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

Direction to_direction(const std::string& text) {
  if (text == "in") {
    return Direction::In;
  }
  if (text == "out") {
    return Direction::Out;
  }
  if (text == "inout") {
    return Direction::InOut;
  }
  throw ConfigError("\"" + text + "\" is no direction of a parameter");
}

OperationDescription read_operation(const json& operation) {
  OperationDescription description{.name = operation.at("name"),
                                   .oneway = operation.at("oneway"),
                                   .result = operation.at("result"),
                                   .parameters = {},
                                   .raises = operation.at("raises")};
  for (const json& parameter : operation.at("parameters")) {
    description.parameters.push_back({.name = parameter.at("name"),
                                      .direction = to_direction(parameter.at("direction")),
                                      .type = parameter.at("type")});
  }
  return description;
}

InterfaceDescription read_interface(const json& interface) {
  InterfaceDescription description{
      .name = interface.at("name"), .repository_id = interface.at("id"), .operations = {}};
  for (const json& operation : interface.at("operations")) {
    description.operations.push_back(read_operation(operation));
  }
  return description;
}

bool knows(const std::vector<InterfaceDescription>& interfaces, const std::string& name) {
  return std::any_of(interfaces.begin(), interfaces.end(),
                     [&](const InterfaceDescription& one) { return one.name == name; });
}

CatalogueContent read_documents(const std::vector<json>& documents) {
  CatalogueContent content;
  TypeDeclarations declarations;
  for (const json& document : documents) {
    if (document.at("version") != kVersion) {
      throw ConfigError("its version is not " + std::to_string(kVersion));
    }
    for (const json& type : document.at("types")) {
      declarations.emplace(type.at("name"), &type);
    }
    for (const json& interface : document.at("interfaces")) {
      if (!knows(content.interfaces, interface.at("name"))) {
        content.interfaces.push_back(read_interface(interface));
      }
    }
  }
  content.types = std::make_shared<const InterfaceCatalogue::Types>(build_types(declarations));
  return content;
}

}  // namespace

CatalogueContent read_catalogues(std::span<const std::string_view> documents) {
  ensure_code_sets();
  try {
    std::vector<json> parsed;
    for (const std::string_view document : documents) {
      parsed.push_back(json::parse(document));
    }
    return read_documents(parsed);
  } catch (const json::exception& error) {
    throw ConfigError(std::string("the catalogue of interfaces: ") + error.what());
  } catch (const ConfigError& error) {
    throw ConfigError(std::string("the catalogue of interfaces: ") + error.what());
  } catch (const CORBA::SystemException& error) {
    throw ConfigError(std::string("the catalogue of interfaces has a type that CORBA has not: ") +
                      error._name());
  }
}

}  // namespace orbbench::orb_client
