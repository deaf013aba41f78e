#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orbbench/metrics/endpoint.hpp"

namespace orbbench::service {

/// What every HTTP service counts: http_requests_total{service,method,status} and
/// http_request_duration_seconds{service}, and what it declares beyond. All samples carry the label
/// `service`. Thread-safe.
class ServiceMetrics {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;
  /// Reads a gauge: label sets with their values. On the scraping thread; must not throw.
  using ReadGauge = std::function<std::vector<std::pair<Labels, double>>()>;

  explicit ServiceMetrics(std::string service);
  ~ServiceMetrics();
  ServiceMetrics(const ServiceMetrics&) = delete;
  ServiceMetrics& operator=(const ServiceMetrics&) = delete;

  void count_request(const std::string& method, int status,
                     std::chrono::steady_clock::duration elapsed);

  /// A further counter, served at 0 without labels until it is first counted. It has at most 256
  /// label sets: what would be one more is not counted. To have label sets from the start, count
  /// them by 0.
  void declare_counter(const std::string& name, const std::string& help);
  void count(const std::string& name, const Labels& labels = {}, double by = 1);

  /// A further histogram, from 1 ms to 10 s.
  void declare_duration(const std::string& name, const std::string& help);
  void observe_duration(const std::string& name, std::chrono::steady_clock::duration elapsed);

  /// A further gauge, read at each scrape.
  void declare_gauge(const std::string& name, const std::string& help, ReadGauge read);

  const std::string& service() const;

  /// All of these and those of the process: a page for metrics::MetricsEndpoint.
  std::vector<metrics::ServedFamily> collect() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::service
