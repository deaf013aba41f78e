#include "programs.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <sstream>

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& path) {
  std::error_code unreadable;  // a folder of PATH may be closed to this user
  return fs::is_regular_file(path, unreadable) && access(path.c_str(), X_OK) == 0;
}

int version_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  int version = 0;
  std::from_chars(name.data(), name.data() + name.size(), version);
  return version;
}

}  // namespace

std::optional<fs::path> find_program(const std::string& name) {
  const char* given = std::getenv("PATH");
  std::istringstream folders(std::string(given != nullptr ? given : "") +
                             ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.empty() && is_program(fs::path(folder) / name)) {
      return fs::path(folder) / name;
    }
  }
  return std::nullopt;
}

std::optional<fs::path> find_postgres_programs() {
  std::optional<fs::path> newest;
  int newest_version = 0;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", absent)) {
    const fs::path folder = entry.path() / "bin";
    const int version = version_of(entry.path());
    if (version > newest_version && is_program(folder / "initdb") &&
        is_program(folder / "postgres")) {
      newest = folder;
      newest_version = version;
    }
  }
  if (newest) {
    return newest;
  }
  const auto initdb = find_program("initdb");
  return initdb ? std::optional(fs::canonical(*initdb).parent_path()) : std::nullopt;
}

}  // namespace orbbench::launcher
