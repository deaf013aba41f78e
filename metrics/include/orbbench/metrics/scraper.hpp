#pragma once

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {

struct ScrapeLimits {
  std::chrono::milliseconds timeout{2000};  ///< for the whole scrape, name look-up included
  std::size_t max_octets = std::size_t{8} * 1024 * 1024;
};

/// The page could not be had or read. One line naming the URL and the reason.
class ScrapeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads one metrics page over HTTP. Holds only its settings: copy it, use it from any thread.
class Scraper {
 public:
  /// `url` is http://host[:port][/path]; "/metrics" when it has no path. Throws ScrapeError for
  /// any other, https and user names included.
  explicit Scraper(const std::string& url, ScrapeLimits limits = {});

  /// Throws ScrapeError: unreachable, late, not 200, too large, or not Prometheus text (with line
  /// and column).
  Exposition scrape() const;

  /// With its port and path, even where they were left out.
  const std::string& url() const { return url_; }

 private:
  std::string fetch() const;

  std::string url_;
  std::string host_;
  std::string port_;
  std::string authority_;
  std::string path_;
  ScrapeLimits limits_;
};

}  // namespace orbbench::metrics
