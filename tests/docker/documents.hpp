#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::tests {

/// The top of the checkout.
std::filesystem::path project_folder();

std::string contents_of(const std::filesystem::path& path);

/// The documents of a YAML text, every scalar as a string, with `<<` merged in and ${NAME:-default}
/// replaced by its default. Throws std::runtime_error where it is no YAML.
std::vector<nlohmann::json> read_yaml(const std::string& text);

/// What a shell makes of this line: its exit status and all that it wrote.
struct ShellResult {
  int status = 0;
  std::string output;
};
ShellResult run_shell(const std::string& line);

bool is_installed(const std::string& program);

}  // namespace orbbench::tests
