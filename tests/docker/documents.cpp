#include "documents.hpp"

#include <sys/wait.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

namespace orbbench::tests {
namespace {

using nlohmann::json;

std::string with_defaults(const std::string& text) {
  static const std::regex variable(R"(\$\{[A-Z_]+:-([^}]*)\})");
  return std::regex_replace(text, variable, "$1");
}

json to_json(const YAML::Node& node);

// What is written beside `<<` wins over what it brings.
json map_to_json(const YAML::Node& node) {
  json members = json::object();
  for (const auto& entry : node) {
    const auto name = entry.first.as<std::string>();
    if (name == "<<") {
      members.update(to_json(entry.second));
    }
  }
  for (const auto& entry : node) {
    const auto name = entry.first.as<std::string>();
    if (name != "<<") {
      members[name] = to_json(entry.second);
    }
  }
  return members;
}

json to_json(const YAML::Node& node) {
  if (node.IsMap()) {
    return map_to_json(node);
  }
  if (node.IsSequence()) {
    json items = json::array();
    for (const auto& item : node) {
      items.push_back(to_json(item));
    }
    return items;
  }
  return node.IsNull() ? json() : json(with_defaults(node.as<std::string>()));
}

}  // namespace

std::filesystem::path project_folder() {
  return PROJECT_FOLDER;
}

std::string contents_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<json> read_yaml(const std::string& text) {
  std::vector<json> documents;
  for (const YAML::Node& document : YAML::LoadAll(text)) {
    documents.push_back(to_json(document));
  }
  return documents;
}

ShellResult run_shell(const std::string& line) {
  FILE* const output = popen(("exec 2>&1; " + line).c_str(), "re");
  if (output == nullptr) {
    throw std::runtime_error("no shell can be started");
  }
  ShellResult result;
  std::array<char, 4096> block{};
  for (std::size_t size = 0; (size = fread(block.data(), 1, block.size(), output)) > 0;) {
    result.output.append(block.data(), size);
  }
  const int status = pclose(output);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

bool is_installed(const std::string& program) {
  return run_shell("command -v " + program).status == 0;
}

}  // namespace orbbench::tests
