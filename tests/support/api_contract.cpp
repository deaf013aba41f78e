#include "api_contract.hpp"

#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace orbbench::tests {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

constexpr int kDeepest = 64;

json scalar_to_json(const YAML::Node& node) {
  const std::string text = node.Scalar();
  if (node.Tag() == "!") {
    return text;  // quoted
  }
  // What JSON reads as a number or a word is one in YAML's core schema too.
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json(text) : value;
}

json to_json(const YAML::Node& node) {
  if (node.IsSequence()) {
    json list = json::array();
    for (const YAML::Node& element : node) {
      list.push_back(to_json(element));
    }
    return list;
  }
  if (node.IsMap()) {
    json object = json::object();
    for (const auto& member : node) {
      object[member.first.Scalar()] = to_json(member.second);
    }
    return object;
  }
  return node.IsScalar() ? scalar_to_json(node) : json();
}

/// Puts what a $ref names in its place. The contract's schemas do not recur.
json resolved(const json& part, const json& document, int depth = 0) {
  if (depth > kDeepest) {
    throw std::runtime_error("a $ref refers to itself");
  }
  if (part.is_object() && part.contains("$ref")) {
    const std::string target = part.at("$ref");
    return resolved(document.at(json::json_pointer(target.substr(1))), document, depth + 1);
  }
  json copy = part;
  if (copy.is_structured()) {
    for (json& member : copy) {
      member = resolved(member, document, depth + 1);
    }
  }
  return copy;
}

/// "/widgets/{id}" matches a path with anything but a slash in the braces.
std::regex path_pattern(const std::string& path) {
  static const std::regex parameter(R"(\{[^}]*\})");
  static const std::regex special(R"([.^$|()\[\]*+?\\])");
  const std::string escaped = std::regex_replace(path, special, R"(\$&)");
  return std::regex(std::regex_replace(escaped, parameter, "[^/]+"));
}

std::string lower_case(std::string text) {
  for (char& letter : text) {
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return text;
}

std::vector<std::string> find_breaches(const json& schema_document, const json& body) {
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(schema_document), schema);
  valijson::ValidationResults results;
  valijson::Validator().validate(schema, NlohmannJsonAdapter(body), &results);
  std::vector<std::string> breaches;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    std::string place;
    for (const std::string& step : error.context) {
      place += step;
    }
    breaches.push_back(place + ": " + error.description);
  }
  return breaches;
}

struct DocumentedPath {
  std::string name;
  std::regex pattern;
  json operations;
};

}  // namespace

struct ApiContract::Implementation {
  std::vector<DocumentedPath> paths;
  json errors;  ///< the responses of what is not there

  const json& responses_of(const DocumentedPath* path, const std::string& method) const {
    if (path == nullptr || !path->operations.contains(method)) {
      return errors;
    }
    return path->operations.at(method).at("responses");
  }

  /// A path without parameters goes before one with them, as OpenAPI 3.1, 4.8.8.2, has it.
  const DocumentedPath* find(const std::string& path) const {
    const DocumentedPath* found = nullptr;
    for (const DocumentedPath& documented : paths) {
      const bool is_better = found == nullptr || documented.name == path;
      if (is_better && std::regex_match(path, documented.pattern)) {
        found = &documented;
      }
    }
    return found;
  }
};

ApiContract::ApiContract(const std::filesystem::path& file) try
    : implementation_(std::make_unique<Implementation>()) {
  const json document = to_json(YAML::LoadFile(file.string()));
  implementation_->errors = {
      {"default", resolved(document.at("components").at("responses").at("Error"), document)}};
  for (const auto& [name, operations] : document.at("paths").items()) {
    implementation_->paths.push_back({name, path_pattern(name), resolved(operations, document)});
  }
} catch (const std::exception& error) {
  throw std::runtime_error(file.string() + " is no OpenAPI document: " + error.what());
}

ApiContract::~ApiContract() = default;

const ApiContract& ApiContract::of_project() {
  static const ApiContract contract(PROJECT_FOLDER "/docs/openapi.yaml");
  return contract;
}

std::vector<std::string> ApiContract::problems_of(const Exchange& exchange) const {
  const std::string path = exchange.path.substr(0, exchange.path.find('?'));
  const std::string what = exchange.method + " " + path;
  const std::string status = std::to_string(exchange.status);
  const DocumentedPath* documented = implementation_->find(path);
  const json& responses = implementation_->responses_of(documented, lower_case(exchange.method));
  const bool is_named = responses.contains(status);
  if (!is_named && exchange.status < 400) {
    return {what + " answers " + status + ", which is not documented"};
  }
  const json& response = responses.at(is_named ? status : "default");
  if (!response.contains("content")) {
    return exchange.body.empty() ? std::vector<std::string>{}
                                 : std::vector{what + " " + status + " has a body, and must not"};
  }
  const std::string type = exchange.content_type.substr(0, exchange.content_type.find(';'));
  if (!response.at("content").contains(type)) {
    return {what + " " + status + " is of type '" + type + "', which is not documented"};
  }
  const json& content = response.at("content").at(type);
  if (type != "application/json" || !content.contains("schema")) {
    return {};
  }
  const json body = json::parse(exchange.body, nullptr, false);
  if (body.is_discarded()) {
    return {what + " " + status + " has a body that is no JSON"};
  }
  std::vector<std::string> problems = find_breaches(content.at("schema"), body);
  for (std::string& problem : problems) {
    problem = what + " " + status + " " + problem;
  }
  return problems;
}

}  // namespace orbbench::tests
