#pragma once

#include <sys/types.h>

#include <optional>
#include <utility>

#include "orbbench/metrics/scraper.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

/// Reads a core's metrics page, and holds each against the one before it. Used by one thread.
class CoreSampler {
 public:
  /// `process` is the core's, where it is one of this machine.
  CoreSampler(metrics::Scraper page, std::optional<pid_t> process)
      : page_(std::move(page)), process_(process) {}

  /// From now on the core is another process.
  void follow(std::optional<pid_t> process) { process_ = process; }

  /// `calls` are those made until now. Throws ScrapeError.
  CoreSample sample(std::uint64_t calls);

 private:
  metrics::Scraper page_;
  std::optional<pid_t> process_;
  std::optional<metrics::Ledger> earlier_;
};

}  // namespace orbbench::bench
