#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "orbbench/launcher/endpoints.hpp"
#include "orbbench/process/child_process.hpp"

namespace orbbench::tests {

/// Why there is no Prometheus to test with; empty where there is one.
std::string why_no_prometheus();

/// What a run of promtool wrote to standard error, where it tells what is wrong; empty when it
/// exited with 0.
std::string promtool_complaints(const std::vector<std::string>& arguments);

/// Metrics pages by the job that they are scraped as: "localhost:9091".
using ScrapeTargets = std::map<std::string, std::vector<std::string>>;

/// Those of a stack, under the names of metrics/prometheus.yml.
ScrapeTargets targets_of(const launcher::Endpoints& endpoints);

/// A Prometheus of the test's own, from Debian, on a free port and with its data in a folder that
/// goes with it. One thread.
class PrometheusServer {
 public:
  struct Settings {
    ScrapeTargets targets;
    std::vector<std::string> rules = {};      ///< the texts of rule files
    std::chrono::milliseconds interval{250};  ///< of scrapes and evaluations
  };

  /// Returns when it is ready. Throws std::runtime_error, with what it wrote, when it does not come
  /// up.
  explicit PrometheusServer(const Settings& settings);
  ~PrometheusServer();
  PrometheusServer(const PrometheusServer&) = delete;
  PrometheusServer& operator=(const PrometheusServer&) = delete;

  /// The samples of an instant query: [{"metric": {...}, "value": [time, "text"]}]. Throws
  /// std::runtime_error for an expression that is refused.
  nlohmann::json query(const std::string& expression);

  /// The label sets of all series that it has ever seen of this selector.
  std::vector<std::map<std::string, std::string>> series(const std::string& selector);

  /// Alerts that fire: name and labels.
  std::vector<std::map<std::string, std::string>> firing();

  /// Rules whose last evaluation failed, and why.
  std::vector<std::string> rule_errors();

 private:
  void write_configuration(const Settings& settings);
  void start();
  bool answers();
  nlohmann::json ask(const std::string& path, const std::multimap<std::string, std::string>& form);

  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  std::unique_ptr<process::ChildProcess> process_;
};

}  // namespace orbbench::tests
