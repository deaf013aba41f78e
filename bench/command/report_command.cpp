#include "report_command.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/store/run_json.hpp"
#include "report/run_reports.hpp"
#include "result_file.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;
using Runs = std::vector<store::StoredRun>;

constexpr const char* kLatest = "latest";
constexpr const char* kUsualPlace = "orbbench-report.html";
// Of so many runs the kinds are those that a report without names shows.
constexpr std::size_t kRunsLookedAt = 1000;

struct ReportOptions {
  std::vector<std::string> runs;
  std::vector<std::string> from;
  std::string html_file;
  std::string markdown_file;
};

std::string uuid_of(store::ResultsStore& store, const std::string& name) {
  if (name == kLatest) {
    const auto latest = store.list({.kind = {}, .limit = 1});
    if (latest.empty()) {
      throw ConfigError("there are no runs yet; `orbbench validate --store` keeps one");
    }
    return latest.front().uuid;
  }
  if (store::is_baseline_name(name)) {
    if (const auto baseline = store.baseline(name)) {
      return baseline->run.uuid;
    }
  }
  return choose_run(store, name);
}

std::vector<std::string> latest_of_each_kind(store::ResultsStore& store) {
  std::vector<std::string> uuids;
  std::set<std::string> kinds;
  for (const store::RunSummary& run : store.list({.kind = {}, .limit = kRunsLookedAt})) {
    if (kinds.insert(run.kind).second) {
      uuids.push_back(run.uuid);
    }
  }
  if (uuids.empty()) {
    throw ConfigError("there are no runs yet; `orbbench validate --store` keeps one");
  }
  return uuids;
}

Runs stored_runs(const std::vector<std::string>& names, const std::stop_token& stop) {
  Results results = Results::open(tell_user, stop);
  std::vector<std::string> uuids;
  uuids.reserve(names.size());
  for (const std::string& name : names) {
    uuids.push_back(uuid_of(results.store(), name));
  }
  if (names.empty()) {
    uuids = latest_of_each_kind(results.store());
  }
  Runs runs;
  runs.reserve(uuids.size());
  for (const std::string& uuid : uuids) {
    auto run = results.store().load(uuid);
    if (!run) {
      throw ConfigError("run " + uuid + " was removed meanwhile");
    }
    runs.push_back(*std::move(run));
  }
  return runs;
}

/// A baseline's file, or a run's: each says at its start which it is.
store::StoredRun parse_either(const std::string& text) {
  constexpr std::size_t kStart = 200;
  const bool is_baseline = text.substr(0, kStart).find("orbbench-baseline") != std::string::npos;
  return is_baseline ? store::parse_baseline(text).run : store::parse_run(text);
}

store::StoredRun read_run(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code unknown;
  if (!file || !std::filesystem::is_regular_file(path, unknown)) {
    throw ConfigError("cannot read " + path);
  }
  if (std::filesystem::file_size(path, unknown) > store::kMostRunOctets) {
    throw ConfigError(path + " is no run: it is larger than 256 MiB");
  }
  try {
    return parse_either(std::string(std::istreambuf_iterator<char>(file), {}));
  } catch (const store::RunFormatError& error) {
    throw ConfigError(path + " is no run: " + error.what());
  }
}

Runs chosen_runs(const ReportOptions& options, const std::stop_token& stop) {
  Runs runs;
  for (const std::string& path : options.from) {
    runs.push_back(read_run(path));
  }
  if (options.from.empty() || !options.runs.empty()) {
    std::ranges::move(stored_runs(options.runs, stop), std::back_inserter(runs));
  }
  return runs;
}

int make_report(const ReportOptions& options) {
  const launcher::StopSignals signals;
  const bool usual = options.html_file.empty() && options.markdown_file.empty();
  ResultFile html(usual ? kUsualPlace : options.html_file);
  ResultFile markdown(options.markdown_file);
  const Runs runs = chosen_runs(options, signals.token());
  if (html.is_wanted()) {
    html.write(html_report(runs));
  }
  if (markdown.is_wanted()) {
    markdown.write(markdown_report(runs));
  }
  if (usual) {
    tell_user(std::string("the report is ") + kUsualPlace);
  }
  return 0;
}

}  // namespace

void add_report_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("report", "Show runs that were kept, on one HTML page");
  auto options = std::make_shared<ReportOptions>();
  command->add_option("runs", options->runs,
                      "Each a run's id or how it begins, a baseline's name, or latest (else the "
                      "latest run of each kind)");
  command->add_option("--from", options->from,
                      "Show the run in this file, of `baseline export` or `baseline show`, "
                      "without a results server; may be repeated");
  command->add_option(
      "--output", options->html_file,
      "Write the page here (else orbbench-report.html, unless --markdown is given)");
  command->add_option("--markdown", options->markdown_file,
                      "Write the figures as Markdown, for a pull request");
  command->callback([options, &chosen] { chosen = [options] { return make_report(*options); }; });
}

}  // namespace orbbench::bench
