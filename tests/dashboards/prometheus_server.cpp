#include "prometheus_server.hpp"

#include <httplib.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "orbbench/launcher/free_port.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using nlohmann::json;
using process::ChildProcess;

constexpr int kPortAttempts = 5;
constexpr auto kPatience = 30s;
constexpr auto kTurn = 20ms;

std::string milliseconds(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + "ms";
}

// "http://127.0.0.1:4711/metrics" is scraped as 127.0.0.1:4711.
std::string target_of(const std::string& url) {
  const std::string rest = url.substr(url.find("//") + 2);
  return rest.substr(0, rest.find('/'));
}

}  // namespace

std::string why_no_prometheus() {
  return std::string(ORBBENCH_PROMETHEUS).empty() || std::string(ORBBENCH_PROMTOOL).empty()
             ? "needs Debian's package prometheus"
             : "";
}

std::string promtool_complaints(const std::vector<std::string>& arguments) {
  ChildProcess promtool(
      {.program = ORBBENCH_PROMTOOL, .arguments = arguments, .errors = ChildProcess::Errors::Kept});
  promtool.discard_output();
  const auto status = promtool.wait(120s);
  if (!status) {
    return "promtool did not end";
  }
  const std::string errors = promtool.error_output();
  return *status == 0 ? "" : errors.empty() ? "promtool failed" : errors;
}

ScrapeTargets targets_of(const launcher::Endpoints& endpoints) {
  ScrapeTargets targets{{"orb-core", {target_of(endpoints.core->metrics_url)}},
                        {"security", {target_of(endpoints.security->metrics_url)}},
                        {"gateway", {target_of(endpoints.gateway->metrics_url)}}};
  for (const auto& widget_core : endpoints.widget_cores) {
    targets["widget-core"].push_back(target_of(widget_core.metrics_url));
  }
  return targets;
}

PrometheusServer::PrometheusServer(const Settings& settings) {
  std::string pattern = fs::temp_directory_path() / "orbbench-prometheus.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no temporary folder for Prometheus");
  }
  folder_ = pattern;
  write_configuration(settings);
  start();
}

PrometheusServer::~PrometheusServer() {
  process_.reset();
  fs::remove_all(folder_);
}

void PrometheusServer::write_configuration(const Settings& settings) {
  const std::string interval = milliseconds(settings.interval);
  json configuration{{"global",
                      {{"scrape_interval", interval},
                       {"scrape_timeout", interval},
                       {"evaluation_interval", interval}}},
                     {"rule_files", json::array()},
                     {"scrape_configs", json::array()}};
  for (const std::string& rules : settings.rules) {
    const fs::path file =
        folder_ / (std::to_string(configuration["rule_files"].size()) + ".rules.yml");
    std::ofstream(file) << rules;
    configuration["rule_files"].push_back(file);
  }
  for (const auto& [job, targets] : settings.targets) {
    configuration["scrape_configs"].push_back(
        {{"job_name", job}, {"static_configs", {{{"targets", targets}}}}});
  }
  // JSON is YAML as well.
  std::ofstream(folder_ / "prometheus.yml") << configuration.dump();
}

void PrometheusServer::start() {
  for (int attempt = 0; attempt < kPortAttempts; ++attempt) {
    port_ = launcher::find_free_port();
    process_ = std::make_unique<ChildProcess>(ChildProcess::Settings{
        .program = ORBBENCH_PROMETHEUS,
        .arguments = {"--config.file=" + (folder_ / "prometheus.yml").string(),
                      "--storage.tsdb.path=" + (folder_ / "data").string(),
                      "--web.listen-address=127.0.0.1:" + std::to_string(port_),
                      "--log.level=warn"},
        .errors = ChildProcess::Errors::Kept});
    process_->discard_output();
    const auto limit = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < limit && !process_->wait(kTurn)) {
      if (answers()) {
        return;
      }
    }
    if (process_->error_output().find("address already in use") == std::string::npos) {
      break;
    }
  }
  throw std::runtime_error("Prometheus does not come up\n" + process_->error_output());
}

bool PrometheusServer::answers() {
  httplib::Client client("127.0.0.1", port_);
  const auto result = client.Get("/-/ready");
  return result && result->status == 200;
}

json PrometheusServer::ask(const std::string& path,
                           const std::multimap<std::string, std::string>& form) {
  httplib::Client client("127.0.0.1", port_);
  client.set_read_timeout(kPatience);
  const auto result = form.empty() ? client.Get(path) : client.Post(path, form);
  if (!result) {
    throw std::runtime_error("Prometheus does not answer " + path);
  }
  const json answer = json::parse(result->body, nullptr, false);
  if (answer.is_discarded() || answer.value("status", "") != "success") {
    throw std::runtime_error(path + ": " + result->body);
  }
  return answer.at("data");
}

json PrometheusServer::query(const std::string& expression) {
  return ask("/api/v1/query", {{"query", expression}}).at("result");
}

std::vector<std::map<std::string, std::string>> PrometheusServer::series(
    const std::string& selector) {
  return ask("/api/v1/series", {{"match[]", selector}});
}

std::vector<std::map<std::string, std::string>> PrometheusServer::firing() {
  std::vector<std::map<std::string, std::string>> alerts;
  const json answer = ask("/api/v1/alerts", {});
  for (const json& alert : answer.at("alerts")) {
    if (alert.at("state") == "firing") {
      alerts.push_back(alert.at("labels"));
    }
  }
  return alerts;
}

std::vector<std::string> PrometheusServer::rule_errors() {
  std::vector<std::string> errors;
  const json answer = ask("/api/v1/rules", {});
  for (const json& group : answer.at("groups")) {
    for (const json& rule : group.at("rules")) {
      if (rule.at("health") == "err") {
        errors.push_back(rule.at("name").get<std::string>() + ": " +
                         rule.at("lastError").get<std::string>());
      }
    }
  }
  return errors;
}

}  // namespace orbbench::tests
