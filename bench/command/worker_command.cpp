#include "worker_command.hpp"

#include <unistd.h>

#include <array>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "redis_choice.hpp"
#include "report/run_reports.hpp"
#include "result_file.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"
#include "soak/interval_form.hpp"
#include "soak_store.hpp"
#include "worker/pipeline_executor.hpp"
#include "worker/soak_executor.hpp"
#include "worker/upkeep.hpp"
#include "worker/worker.hpp"

namespace orbbench::bench {
namespace {

constexpr const char* kMetricsAddress = "0.0.0.0";
constexpr double kDefaultLease = 30;
constexpr std::size_t kLongestName = 64;

struct WorkerOptions {
  std::string name;
  std::optional<std::uint16_t> metrics_port;
  double lease_s = kDefaultLease;
  std::string reports;
  bool no_schedules = false;
  bool drain = false;
};

std::string this_host() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

/// What is said of this worker in the records of its items.
std::string name_of(const WorkerOptions& options) {
  std::string name =
      options.name.empty() ? this_host() + "-" + std::to_string(getpid()) : options.name;
  if (name.size() > kLongestName) {
    throw orb_client::ConfigError("a worker's name has 64 characters at the most");
  }
  return name;
}

void require_folder(const std::string& folder) {
  std::error_code failed;
  if (!folder.empty() && !std::filesystem::is_directory(folder, failed)) {
    throw orb_client::ConfigError("there is no folder " + folder + " for reports");
  }
}

Executors all_executors(orb_client::OrbRuntime& runtime) {
  Executors executors;
  executors["pipeline"] = std::make_unique<PipelineExecutor>(runtime);
  executors["soak"] = std::make_unique<SoakExecutor>(runtime);
  return executors;
}

void note_soak(const store::StoredRun& run, WorkerMetrics& metrics) {
  if (run.kind == kSoakKind) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    metrics.set_finished_soak({run.verdict, std::chrono::duration<double>(now).count()});
  }
}

void write_report(const std::string& folder, const store::StoredRun& run) {
  if (!folder.empty()) {
    ResultFile file(std::filesystem::path(folder) / (run.uuid + ".html"));
    file.write(html_report({run}));
  }
}

int work(const WorkerOptions& options) {
  const launcher::StopSignals signals;
  const std::string name = name_of(options);
  require_folder(options.reports);
  const auto events = options.no_schedules ? std::nullopt : named_redis();
  require_results_settings();
  Results results = Results::open(tell_user, signals.token());
  WorkerMetrics page;
  if (const auto soak = last_finished(signals.token())) {
    page.set_finished_soak(*soak);
  }
  std::optional<metrics::MetricsEndpoint> endpoint;
  if (options.metrics_port) {
    endpoint.emplace(kMetricsAddress, *options.metrics_port, [&] { return page.collect(); });
    std::cout << "metrics: port " << endpoint->port() << std::endl;
  }
  orb_client::OrbRuntime runtime;
  WorkerSurroundings surroundings;
  surroundings.tell = tell_user;
  surroundings.concluded = [&](const store::StoredRun& run) {
    note_soak(run, page);
    write_report(options.reports, run);
    std::cout << run.kind << " " << run.uuid << ": " << run.verdict << std::endl;
  };
  WorkerSettings settings;
  settings.name = name;
  settings.connection = results.connection();
  settings.lease = std::chrono::milliseconds(static_cast<std::int64_t>(1000 * options.lease_s));
  const Upkeep upkeep({.connection = results.connection(),
                       .fires_schedules = !options.no_schedules,
                       .events = events},
                      page, tell_user);
  Worker worker(settings, all_executors(runtime), page, surroundings);
  std::cout << "worker: " << name << std::endl;
  worker.run(options.drain ? Worker::Until::NothingIsLeft : Worker::Until::Stopped,
             signals.token());
  return 0;
}

}  // namespace

void add_worker_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand(
      "worker", "Work off what `orbbench work` and `orbbench schedule` put into the database");
  auto options = std::make_shared<WorkerOptions>();
  command->add_option("--name", options->name,
                      "In the records of its items; host and process if not given");
  command->add_option("--metrics-port", options->metrics_port,
                      "Serve metrics there; 0 for any free port");
  command
      ->add_option("--lease", options->lease_s,
                   "Seconds after which an item goes to another worker if this one is not heard "
                   "of")
      ->check(CLI::Range(0.5, 3600.0))
      ->capture_default_str();
  command->add_option("--reports", options->reports,
                      "Write an HTML page for each run that it concludes into this folder");
  command->add_flag("--no-schedules", options->no_schedules,
                    "Leave schedules, and the events for REDIS_HOST, to other workers");
  command->add_flag("--drain", options->drain, "End when nothing is left to do");
  command->callback([options, &chosen] { chosen = [options] { return work(*options); }; });
}

}  // namespace orbbench::bench
