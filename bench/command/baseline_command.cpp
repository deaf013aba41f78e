#include "baseline_command.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "baseline_choice.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/store/run_json.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

struct BaselineOptions {
  std::string name;
  std::string run;
  std::string file;
};

using Action = int (*)(store::ResultsStore&, const BaselineOptions&);

void require_name(const std::string& name) {
  if (!store::is_baseline_name(name)) {
    throw ConfigError("'" + name.substr(0, 64) +
                      "' cannot name a baseline: use 1 to 64 of A-Z a-z 0-9 . _ -");
  }
}

void flush_output() {
  if (!std::cout.flush()) {
    throw std::runtime_error("could not write the baseline: is the disk full?");
  }
}

/// A gate beside it would be invalid for each of them, and says so; better that it is known now.
void warn_of_invalid_checks(store::ResultsStore& store, const std::string& uuid) {
  const auto run = store.load(uuid);
  std::string names;
  for (const store::StoredCheck& check : run ? run->checks : std::vector<store::StoredCheck>()) {
    if (check.verdict == "invalid") {
      names += (names.empty() ? "" : ", ") + check.name;
    }
  }
  if (!names.empty()) {
    tell_user("was not measured properly, so nothing can be held against it: " + names);
  }
}

int set(store::ResultsStore& store, const BaselineOptions& options) {
  const std::string uuid = choose_run(store, options.run);
  warn_of_invalid_checks(store, uuid);
  store.set_baseline(options.name, uuid);
  std::cout << options.name << " is run " << uuid << '\n';
  flush_output();
  return 0;
}

int list(store::ResultsStore& store, const BaselineOptions&) {
  for (const store::Baseline& baseline : store.baselines()) {
    std::cout << baseline.name << "  ";
    print_line(std::cout, baseline.run);
  }
  flush_output();
  return 0;
}

int show(store::ResultsStore& store, const BaselineOptions& options) {
  std::cout << store::to_json(require_baseline(store, options.name), store::JsonLayout::Indented)
            << '\n';
  flush_output();
  return 0;
}

int write_file(store::ResultsStore& store, const BaselineOptions& options) {
  const store::NamedRun baseline{options.name, require_baseline(store, options.name)};
  std::ofstream file(options.file, std::ios::binary);
  if (!file) {
    throw ConfigError("cannot write " + options.file + "; choose another place");
  }
  file << store::to_json(baseline) << std::flush;
  if (!file) {
    throw std::runtime_error("could not write " + options.file + ": is the disk full?");
  }
  return 0;
}

store::NamedRun read_baseline(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code unknown;
  if (!file || !std::filesystem::is_regular_file(path, unknown)) {
    throw ConfigError("cannot read " + path);
  }
  if (std::filesystem::file_size(path, unknown) > store::kMostRunOctets) {
    throw ConfigError(path + " is no baseline: it is larger than 256 MiB");
  }
  try {
    return store::parse_baseline(std::string(std::istreambuf_iterator<char>(file), {}));
  } catch (const store::RunFormatError& error) {
    throw ConfigError(path + " is no baseline: " + error.what());
  }
}

int read_file(store::ResultsStore& store, const BaselineOptions& options) {
  const store::NamedRun baseline = read_baseline(options.file);
  if (!store.save(baseline.run)) {
    const auto known = store.load(baseline.run.uuid);
    // As text: of two figures that are NaN neither equals the other.
    if (!known || store::to_json(*known) != store::to_json(baseline.run)) {
      throw ConfigError("run " + baseline.run.uuid +
                        " is there already, with other contents than " + options.file + " has");
    }
  }
  store.set_baseline(baseline.name, baseline.run.uuid);
  std::cout << baseline.name << " is run " << baseline.run.uuid << '\n';
  flush_output();
  return 0;
}

int run_action(Action action, const BaselineOptions& options) {
  const launcher::StopSignals signals;
  if (!options.name.empty()) {
    require_name(options.name);
  }
  Results results = Results::open(tell_user, signals.token());
  return action(results.store(), options);
}

class BaselineCommands {
 public:
  BaselineCommands(CLI::App& app, Command& chosen)
      : command_(*app.add_subcommand("baseline", "Name runs that others are compared with")),
        chosen_(chosen) {
    command_.require_subcommand(1);
  }

  CLI::App& add(const char* name, const char* description, Action action) {
    CLI::App* command = command_.add_subcommand(name, description);
    command->callback([options = options_, &chosen = chosen_, action] {
      chosen = [options, action] { return run_action(action, *options); };
    });
    return *command;
  }

  void add_name(CLI::App& command) {
    command.add_option("name", options_->name, "The baseline's name")->required();
  }
  void add_run(CLI::App& command) {
    command.add_option("run", options_->run, "The run's id, or how it begins")->required();
  }
  void add_file(CLI::App& command) {
    command.add_option("file", options_->file, "A JSON file")->required();
  }

 private:
  CLI::App& command_;
  Command& chosen_;
  std::shared_ptr<BaselineOptions> options_ = std::make_shared<BaselineOptions>();
};

}  // namespace

void add_baseline_command(CLI::App& app, Command& chosen) {
  BaselineCommands commands(app, chosen);
  CLI::App& to_set = commands.add("set", "Give a run that name, whatever had it before", set);
  commands.add_name(to_set);
  commands.add_run(to_set);
  commands.add("list", "List the baselines and their runs", list);
  commands.add_name(commands.add("show", "Print a baseline's run as JSON", show));
  CLI::App& to_export = commands.add("export", "Write a baseline to a file", write_file);
  commands.add_name(to_export);
  commands.add_file(to_export);
  commands.add_file(commands.add("import", "Take a baseline, and its run, from a file", read_file));
}

}  // namespace orbbench::bench
