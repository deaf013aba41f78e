#include "soak/core_sampler.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace orbbench::bench {
namespace {

double value_or_zero(const metrics::Exposition& page, const char* name) {
  return page.value(name, {}).value_or(0);
}

std::optional<double> sum_of(const metrics::Exposition& page, const char* name) {
  std::optional<double> sum;
  for (const metrics::Sample* sample : page.named(name)) {
    sum = sum.value_or(0) + sample->value;
  }
  return sum;
}

/// What the process has of its own, in memory or swapped (proc(5)).
std::optional<double> anonymous_octets_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  std::optional<double> sum;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:") || line.starts_with("VmSwap:")) {
      std::istringstream fields(line.substr(line.find(':') + 1));
      double kib = 0;
      fields >> kib;
      sum = sum.value_or(0) + 1024 * kib;
    }
  }
  return sum;
}

/// Nothing where the page keeps no ledger, or not the contract's.
std::optional<metrics::Ledger> ledger_on(const metrics::Exposition& page) try {
  return metrics::read_ledger(page);
} catch (const metrics::LedgerError&) {
  return std::nullopt;
}

void add_ledger(const metrics::Ledger& ledger, const std::optional<metrics::Ledger>& earlier,
                CoreSample& sample) {
  sample.has_ledger = true;
  for (const auto& [site, account] : ledger.sites) {
    if (account.live_objects != 0) {
      sample.live_objects[site] = account.live_objects;
    }
  }
  sample.imbalances = metrics::find_imbalances(ledger);
  if (earlier && metrics::same_process(*earlier, ledger)) {
    const auto regressions = metrics::find_regressions(*earlier, ledger);
    sample.imbalances.insert(sample.imbalances.end(), regressions.begin(), regressions.end());
  }
}

}  // namespace

CoreSample CoreSampler::sample(std::uint64_t calls) {
  const metrics::Exposition page = page_.scrape();
  CoreSample sample{.calls = calls,
                    .resident_octets = value_or_zero(page, "process_resident_memory_bytes"),
                    .anonymous_octets = process_ ? anonymous_octets_of(*process_) : std::nullopt,
                    .heap_octets = page.value("process_heap_in_use_bytes", {}),
                    .connections = sum_of(page, "polyorb_connection_pool_size"),
                    .descriptors = value_or_zero(page, "process_open_fds"),
                    .threads = value_or_zero(page, "process_threads"),
                    .process_start_time = value_or_zero(page, "process_start_time_seconds"),
                    .has_ledger = false,
                    .live_objects = {},
                    .imbalances = {}};
  auto ledger = ledger_on(page);
  if (ledger) {
    add_ledger(*ledger, earlier_, sample);
  }
  earlier_ = std::move(ledger);
  return sample;
}

}  // namespace orbbench::bench
