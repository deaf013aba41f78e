#include "results/fingerprint.hpp"

#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <set>

#include "load/awake_processors.hpp"

namespace orbbench::bench {
namespace {

using Fingerprint = std::map<std::string, std::string>;

/// What follows `mark` in the first line that begins with it; empty if there is none.
std::string value_in(const char* path, const std::string& mark) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(mark)) {
      const std::size_t start = line.find_first_not_of(" \t:=\"", mark.size());
      const std::size_t end = line.find_last_not_of(" \t\"");
      return start == std::string::npos ? "" : line.substr(start, end - start + 1);
    }
  }
  return {};
}

/// Those of Debian's packages that a call, or a request, passes through.
void add_packages(Fingerprint& fingerprint) {
  static const std::set<std::string> wanted{"haproxy",       "libc6",      "libomniorb4-2",
                                            "postgresql-15", "libpq5",     "redis-server",
                                            "libstdc++6",    "libpolyorb4"};
  std::ifstream status("/var/lib/dpkg/status");
  std::string package;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Package: ")) {
      package = line.substr(9);
    } else if (line.starts_with("Version: ") && wanted.contains(package)) {
      fingerprint["package " + package] = line.substr(9);
    }
  }
}

}  // namespace

Fingerprint machine_fingerprint() {
  Fingerprint fingerprint{{"orbbench", ORBBENCH_VERSION}, {"build", ORBBENCH_BUILD}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) {
      fingerprint[key] = value;
    }
  };
  add("processor", value_in("/proc/cpuinfo", "model name"));
  add("processors", std::to_string(get_nprocs()));
  add("memory", value_in("/proc/meminfo", "MemTotal:"));
  add("system", value_in("/etc/os-release", "PRETTY_NAME="));
  add("governor", value_in("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", ""));
  add("kept awake by", name_of(what_may_keep_processors_awake()));
  utsname kernel{};
  if (uname(&kernel) == 0) {
    add("kernel", std::string(kernel.release) + " " + kernel.machine);
  }
  add_packages(fingerprint);
  return fingerprint;
}

std::string commit_under_measurement() {
  for (const char* name : {"ORBBENCH_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"}) {
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') {
      return value;
    }
  }
  return {};
}

}  // namespace orbbench::bench
