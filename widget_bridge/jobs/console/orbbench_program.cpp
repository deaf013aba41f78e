#include "console/orbbench_program.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string>

namespace orbbench::console {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "orbbench";
constexpr const char* kSetting = "runs.program";

bool is_program(const fs::path& path) {
  std::error_code unknown;
  return fs::is_regular_file(path, unknown) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

fs::path orbbench_program(const Settings& settings) {
  if (const auto chosen = settings.get(kSetting, std::string()); !chosen.empty()) {
    return chosen;
  }
  std::error_code unknown;
  const fs::path beside = fs::read_symlink("/proc/self/exe", unknown).parent_path() / kName;
  if (is_program(beside)) {
    return beside;
  }
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.empty() && is_program(fs::path(folder) / kName)) {
      return fs::path(folder) / kName;
    }
  }
  return kName;
}

}  // namespace orbbench::console
