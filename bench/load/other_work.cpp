#include "load/other_work.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace orbbench::bench {
namespace {

double seconds_of_ticks(double ticks) {
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// The first line of /proc/stat (proc(5)): user, nice, system, idle, iowait, irq, softirq, steal.
/// What a hypervisor gave to others is other work.
std::optional<double> busy_seconds() {
  std::ifstream file("/proc/stat");
  std::string head;
  double user = 0;
  double nice = 0;
  double system = 0;
  double idle = 0;
  double waiting = 0;
  double irq = 0;
  double softirq = 0;
  double steal = 0;
  file >> head >> user >> nice >> system >> idle >> waiting >> irq >> softirq >> steal;
  if (!file || head != "cpu") {
    return std::nullopt;
  }
  return seconds_of_ticks(user + nice + system + irq + softirq + steal);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double own_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The 14th and 15th field of the line; the second is a name in parentheses (proc(5)).
std::optional<double> seconds_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  const std::string line(std::istreambuf_iterator<char>(file), {});
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream fields(line.substr(name_end + 1));
  std::string skipped;
  for (int number = 3; number < 14; ++number) {
    fields >> skipped;
  }
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return fields ? std::optional(seconds_of_ticks(user + system)) : std::nullopt;
}

}  // namespace

OtherWork::OtherWork(std::optional<pid_t> core) : core_(core), first_(read()) {}

std::optional<OtherWork::Reading> OtherWork::read() const {
  const auto busy = busy_seconds();
  const auto core = core_ ? seconds_of(*core_) : std::optional(0.0);
  if (!busy || !core) {
    return std::nullopt;
  }
  return Reading{*busy, own_seconds() + *core, std::chrono::steady_clock::now()};
}

std::optional<double> OtherWork::processors() const {
  const auto last = read();
  if (!first_ || !last) {
    return std::nullopt;
  }
  const double elapsed = std::chrono::duration<double>(last->when - first_->when).count();
  const double others =
      (last->busy_seconds - first_->busy_seconds) - (last->ours_seconds - first_->ours_seconds);
  return elapsed > 0 ? std::optional(std::max(0.0, others / elapsed)) : std::nullopt;
}

}  // namespace orbbench::bench
