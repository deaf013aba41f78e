#pragma once

#include <csignal>
#include <functional>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "child_process.hpp"
#include "main_thread.hpp"
#include "orbbench/launcher/stack.hpp"

namespace orbbench::launcher {

/// A part did not come up. One line, without the part's name.
class PartFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The start was called off; nobody is told.
struct StartCancelled {};

/// What a part's start script works with, on that script's own thread.
class PartContext {
 public:
  using Spawn = std::function<std::shared_ptr<ChildProcess>(ProcessSpec)>;

  struct Settings {
    std::string part;
    std::filesystem::path folder;  ///< the part's own, and its working folder
    std::filesystem::path log;
    std::vector<std::string> environment;
    std::optional<Account> account;
  };

  /// `endpoints` are those of the parts that are ready, and the part's own of a life before.
  PartContext(const StackOptions& options, Endpoints endpoints, Settings settings, Spawn spawn,
              std::stop_token stop)
      : options_(options),
        endpoints_(std::move(endpoints)),
        settings_(std::move(settings)),
        spawn_(std::move(spawn)),
        stop_(std::move(stop)) {}

  const StackOptions& options() const { return options_; }
  const Endpoints& endpoints() const { return endpoints_; }
  const std::filesystem::path& folder() const { return settings_.folder; }
  const std::filesystem::path& log() const { return settings_.log; }
  const std::optional<Account>& account() const { return settings_.account; }

  /// Starts a program in the part's folder, as the parts' user, its output going to the part's log.
  /// `environment` (NAME=value) is added to the part's own. Throws PartFailure, StartCancelled.
  std::shared_ptr<ChildProcess> spawn(const std::filesystem::path& program,
                                      std::vector<std::string> arguments,
                                      const std::vector<std::string>& environment = {});

  /// Where in the log the output of the program begins that was started last: before it may be
  /// words of a former life.
  std::uintmax_t log_start() const { return log_start_; }

  /// Waits for a program that is to end by itself. Throws PartFailure unless it exits with 0.
  void await_success(ChildProcess& process) const;

  /// Tries until it succeeds. Throws PartFailure as soon as the process ends, StartCancelled.
  void await_ready(ChildProcess& process, const std::function<bool()>& attempt) const;

 private:
  void throw_if_cancelled() const;

  const StackOptions& options_;
  const Endpoints endpoints_;
  Settings settings_;
  Spawn spawn_;
  std::stop_token stop_;
  std::uintmax_t log_start_ = 0;
};

/// Enters a part's endpoint; run on the keeper's main thread.
using Publication = std::function<void(Endpoints&)>;

/// A part of a stack, as data.
struct Part {
  std::string kind;                ///< what --parts calls it
  std::string name;                ///< the same but for the instances of a kind
  std::vector<std::string> needs;  ///< kinds that must be ready before this one is started
  int stop_signal = SIGTERM;
  /// Throws StackError when what the part needs is not installed, or its port is taken.
  std::function<void(const StackOptions&)> check;
  /// Returns when the part is ready. Throws PartFailure, StartCancelled.
  std::function<Publication(PartContext&)> start;
};

Part postgres_part();
Part redis_part();
Part core_part();
Part display_part();
Part security_part();
Part widget_core_part(unsigned number);  ///< 1 for the first
Part gateway_part();

/// Those that the options ask for, dependencies before what needs them. Throws StackError for an
/// unknown name, or for a part that needs one which was left out.
std::vector<Part> select_parts(const StackOptions& options);

}  // namespace orbbench::launcher
