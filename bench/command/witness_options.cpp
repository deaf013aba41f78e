#include "witness_options.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace orbbench::bench {
namespace {

constexpr pid_t kMostPid = 4194304;  // PID_MAX_LIMIT
constexpr std::int64_t kMostMilliseconds = 600'000;

}  // namespace

void add_witness_options(CLI::App& command, WitnessSettings& settings) {
  command.add_flag_callback(
      "--strict-memory", [&settings] { settings.transport = TransportCopies::Forbidden; },
      "Copies in ORB buffers and on stacks fail the run too");
  command
      .add_option("--pid", settings.process,
                  "The core's process as this host numbers it (else as the core says)")
      ->check(CLI::Range(1, kMostPid));
  command.add_option("--dump-with", settings.dump_with,
                     "Read core dumps that this shell command makes of process $CORE_PID into "
                     "$DUMP_FILE, for a core elsewhere: 'gcore -o $DUMP_FILE $CORE_PID'");
  const std::map<std::string, std::int64_t> units{{"ms", 1}, {"s", 1000}, {"min", 60'000}};
  command
      .add_option_function<std::int64_t>(
          "--max-stop",
          [&settings](std::int64_t milliseconds) {
            settings.most_stopped = std::chrono::milliseconds(milliseconds);
          },
          "The longest that one look may stop the core: 5s, 800ms")
      ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "TIME"))
      ->check(CLI::Range(std::int64_t{1}, kMostMilliseconds))
      ->default_str("5s");
}

}  // namespace orbbench::bench
