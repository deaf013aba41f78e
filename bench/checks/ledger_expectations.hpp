#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "orbbench/metrics/ledger.hpp"

namespace orbbench::bench {

/// How often each kind of event happened: "request", "create", "argument" ...
using EventCounts = std::map<std::string, std::uint64_t, std::less<>>;

/// How many objects of a site one event of each kind makes (and, in the end, gives back).
struct SiteExpectation {
  metrics::Priority priority = metrics::Priority::Low;
  EventCounts per_event;
};

/// What a core's ledger is expected to do, by site. A value. The one that is built in describes the
/// 73 sites of the reference cores; a user's own core may bring another.
class LedgerExpectations {
 public:
  /// Reads {"sites": {name: {"priority": "high", "per": {event: count}}}}. Throws ConfigError
  /// naming `source` and what is wrong.
  static LedgerExpectations parse(std::string_view json, const std::string& source);
  static LedgerExpectations built_in();

  const std::map<std::string, SiteExpectation>& sites() const { return sites_; }

  /// How many objects of the site these events make.
  std::uint64_t expected(const std::string& site, const EventCounts& events) const;

 private:
  std::map<std::string, SiteExpectation> sites_;
};

}  // namespace orbbench::bench
