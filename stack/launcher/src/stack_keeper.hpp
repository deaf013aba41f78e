#pragma once

#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "line_channel.hpp"
#include "main_thread.hpp"
#include "orbbench/launcher/named_stack.hpp"
#include "orbbench/process/file_descriptor.hpp"
#include "premises.hpp"
#include "running_part.hpp"

namespace orbbench::launcher {

/// Starts the parts, watches over them, stops them. All on the main thread but the start scripts,
/// which reach it through `main_thread_` only.
class Keeper {
 public:
  Keeper(StackOptions options, LineChannel lifeline);

  int run();

 private:
  using Clock = std::chrono::steady_clock;

  void report(const std::exception& error);
  void open_premises();
  void start_parts();
  void start_part(RunningPart& running);
  void run_script(RunningPart& running, const Endpoints& endpoints, const std::stop_token& stop);
  std::shared_ptr<ChildProcess> spawn(RunningPart& running, const ProcessSpec& spec);
  void part_ready(RunningPart& running, const Publication& publish);
  void part_not_ready(RunningPart& running, const std::string& reason);
  void part_back(const RunningPart& running);
  void fail(const std::string& reason, const std::filesystem::path& log);
  void serve();
  void take_signals();
  void reap();
  void take_end_of(RunningPart& running, int status);
  void take_messages();
  void take_message(const nlohmann::json& message);
  void kill_part(RunningPart& running);
  void start_part_again(RunningPart& running);
  void refuse(const std::string& reason, const std::vector<std::string>& log = {});
  void give_up_waiting();
  void take_down();
  void stop_processes(bool (*send)(const RunningPart&, const ChildProcess&));
  void await_processes(Clock::time_point limit);
  bool is_starting() const;
  void record(const std::string& state);
  void tell(const RunningPart& running, const std::string& detail);

  const StackOptions options_;
  LineChannel lifeline_;
  process::FileDescriptor signals_;
  MainThread main_thread_;
  std::optional<Premises> premises_;
  StackState state_;
  Clock::time_point deadline_;
  std::map<pid_t, std::shared_ptr<ChildProcess>> processes_;
  std::vector<RunningPart> parts_;
  bool was_up_ = false;
  bool kept_ = false;
  bool stopping_ = false;
  int exit_status_ = 0;
};

/// Those that a keeper takes as they come, in its loop.
sigset_t kept_signals();

}  // namespace orbbench::launcher
