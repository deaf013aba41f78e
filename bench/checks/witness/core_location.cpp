#include "checks/witness/core_location.hpp"

#include <unistd.h>

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "memory/memory_source.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::bench {
namespace {

using memory::WitnessError;

constexpr double kToleranceSeconds = 2;
constexpr std::chrono::seconds kCallBudget{5};
constexpr const char* kRemedy =
    "; name its process on this host with --pid (a container numbers its own), run orbbench where "
    "the core runs, or have it dumped with --dump-with";

std::string this_host() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

double boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    if (word == "btime") {
      double seconds = 0;
      file >> seconds;
      return seconds;
    }
  }
  return 0;
}

/// Seconds since the epoch; nothing when there is no such process. The 22nd field of the line is
/// meant, in ticks since the machine started; the second is a name in parentheses (proc(5)).
std::optional<double> start_time_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  const std::string line(std::istreambuf_iterator<char>(file), {});
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream fields(line.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) {
    fields >> field;
  }
  const auto ticks_per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  return boot_time() + std::stod(field) / ticks_per_second;
}

}  // namespace

pid_t locate_core(CheckContext& context, orb_client::CoreLane& lane) {
  if (const pid_t named = context.settings.witness.process; named != 0) {
    return named;
  }
  const auto core = lane.read_process(orb_client::Deadline::after(kCallBudget));
  if (!context.settings.witness.dump_with.empty()) {
    return static_cast<pid_t>(core.process_id);
  }
  if (core.host != this_host()) {
    throw WitnessError("the core runs on host " + core.host + ", and this is " + this_host() +
                       kRemedy);
  }
  const std::string who = "process " + std::to_string(core.process_id) + " of this host";
  const auto started = start_time_of(core.process_id);
  if (!started) {
    throw WitnessError("there is no " + who + ", as the core calls itself" + kRemedy);
  }
  const double claimed = metrics::read_ledger(context.metrics.scrape()).process_start_time;
  if (std::abs(claimed - *started) > kToleranceSeconds) {
    throw WitnessError(who + " is not the core: they started at different times" + kRemedy);
  }
  return core.process_id;
}

}  // namespace orbbench::bench
