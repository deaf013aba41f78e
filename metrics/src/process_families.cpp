#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "orbbench/metrics/endpoint.hpp"

namespace orbbench::metrics {
namespace {

std::string read_whole(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) {
    throw std::runtime_error(std::string("cannot read ") + path);
  }
  return text.str();
}

/// Field of /proc/self/stat, numbered as in proc(5), from 3.
std::uint64_t stat_field(int number) {
  const std::string text = read_whole("/proc/self/stat");
  // The second field is the program's name in parentheses and may hold blanks and parentheses.
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string field;
  for (int current = 3; current <= number; ++current) {
    fields >> field;
  }
  return std::stoull(field);
}

std::uint64_t boot_time() {
  std::istringstream lines(read_whole("/proc/stat"));
  std::string word;
  while (lines >> word) {
    if (word == "btime") {
      std::uint64_t seconds = 0;
      lines >> seconds;
      return seconds;
    }
  }
  throw std::runtime_error("/proc/stat has no btime");
}

double start_time() {
  // Kept, since the kernel recomputes the boot time when the clock is set.
  static const double seconds_since_epoch =
      static_cast<double>(boot_time()) +
      static_cast<double>(stat_field(22)) / static_cast<double>(sysconf(_SC_CLK_TCK));
  return seconds_since_epoch;
}

double resident_octets() {
  std::istringstream fields(read_whole("/proc/self/statm"));
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  fields >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  const auto count = std::distance(begin(entries), end(entries));
  return static_cast<double>(count - 1);  // the one that the iterator itself holds
}

ServedFamily gauge(const std::string& name, const std::string& help, double value) {
  return {{name, FamilyType::Gauge, help}, {{name, {}, value, std::nullopt}}};
}

}  // namespace

std::vector<ServedFamily> process_families() {
  return {
      gauge("process_start_time_seconds", "Start of the process, in seconds since the epoch",
            start_time()),
      gauge("process_resident_memory_bytes", "Resident memory of the process", resident_octets()),
      gauge("process_open_fds", "Open file descriptors of the process", open_descriptors()),
      gauge("process_threads", "Threads of the process", static_cast<double>(stat_field(20))),
  };
}

}  // namespace orbbench::metrics
