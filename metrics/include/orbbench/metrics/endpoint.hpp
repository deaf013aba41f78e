#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {

/// A family with its samples, to be served in this order; the labels `service` and `site` are
/// written first, as the lines of the contract have them, the others by name. The samples of a
/// histogram are its `_bucket` (cumulative, with label `le`, the last one "+Inf"), `_sum` and
/// `_count` series, those of a summary carry `quantile` but for `_sum` and `_count`.
struct ServedFamily {
  Family family;
  std::vector<Sample> samples;
};

/// The page of these families, as an endpoint serves it: Prometheus text 0.0.4.
std::string page_text(const std::vector<ServedFamily>& families);

/// The port is taken or not to be had. One line naming it.
class EndpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Serves a metrics page at /metrics through prometheus-cpp until it is destroyed. `collect` is
/// called for each scrape, on a thread of the server's; it must be thread-safe and must not throw.
class MetricsEndpoint {
 public:
  using Collect = std::function<std::vector<ServedFamily>()>;

  /// `host` is an IPv4 address to listen on (Debian's civetweb knows no other) or a name of one;
  /// port 0 takes a free port. Throws EndpointError.
  MetricsEndpoint(const std::string& host, std::uint16_t port, Collect collect);
  ~MetricsEndpoint();
  MetricsEndpoint(const MetricsEndpoint&) = delete;
  MetricsEndpoint& operator=(const MetricsEndpoint&) = delete;

  std::uint16_t port() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// process_start_time_seconds, process_resident_memory_bytes, process_open_fds, process_threads of
/// this process, read off /proc. The start time is the same at each call, so that it tells one
/// process from the next. Throws std::runtime_error where /proc cannot be read. Thread-safe.
std::vector<ServedFamily> process_families();

}  // namespace orbbench::metrics
