#include "results/data_folder.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

namespace fs = std::filesystem;

fs::path data_folder() {
  const auto given = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  if (const fs::path data = given("XDG_DATA_HOME"); !data.empty()) {
    if (!data.is_absolute()) {
      throw orb_client::ConfigError("XDG_DATA_HOME is no absolute path: " + data.string());
    }
    return data / "orbbench";
  }
  if (geteuid() == 0) {
    return "/var/lib/orbbench";
  }
  const fs::path home = given("HOME");
  if (!home.is_absolute()) {
    throw orb_client::ConfigError(
        "neither XDG_DATA_HOME nor HOME says where results are to be kept: set one");
  }
  return home / ".local/share/orbbench";
}

}  // namespace orbbench::bench
