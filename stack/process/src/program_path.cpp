#include "orbbench/process/program_path.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace orbbench::process {
namespace {

bool is_program(const std::filesystem::path& path) {
  std::error_code unreadable;
  return std::filesystem::is_regular_file(path, unreadable) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::filesystem::path find_on_path(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    if (is_program(name)) {
      return std::filesystem::absolute(name);
    }
  } else {
    const char* given = std::getenv("PATH");
    std::istringstream folders(given != nullptr ? given : "/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
      if (is_program(std::filesystem::path(folder) / name)) {
        return std::filesystem::path(folder) / name;
      }
    }
  }
  throw std::runtime_error("there is no program " + name);
}

std::filesystem::path program_beside_this(const std::string& name) {
  std::error_code unreadable;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", unreadable);
  const auto program = self.parent_path() / name;
  return is_program(program) ? program : std::filesystem::path();
}

}  // namespace orbbench::process
