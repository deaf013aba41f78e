#include "orbbench/launcher/named_stack.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>

#include "log_tail.hpp"
#include "process_handle.hpp"
#include "runtime_folder.hpp"
#include "state_file.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr int kMillisecondsToStop = 30'000;

bool is_keeper(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  return std::getline(file, name) && name == "orbbench-keeper";
}

void end_keeper(const StackState& state) {
  const ProcessHandle keeper(state.keeper_pid);
  if (state.keeper_pid <= 0 || !keeper.is_open() || !is_keeper(state.keeper_pid)) {
    throw StackError(kExitInvalid, "the stack named " + state.name +
                                       " is only just starting or ending: try again");
  }
  keeper.send(SIGTERM);
  if (!keeper.ends_within(kMillisecondsToStop)) {
    keeper.send(SIGKILL);
    keeper.ends_within(kMillisecondsToStop);
  }
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

StackState require_up(const StackDirectory& directory, const std::string& name) {
  auto state = directory.find(name);
  if (!state) {
    throw StackError(kExitUsage, "no stack named " + name + " is up: `orbbench stack up --name " +
                                     name + "` starts one");
  }
  return *state;
}

}  // namespace

StackDirectory::StackDirectory(const fs::path& runtime_folder)
    : runtime_folder_(fs::absolute(runtime_folder).lexically_normal()) {}

std::optional<StackState> StackDirectory::find(const std::string& name) const {
  require_stack_name(name);
  const auto runtime = RuntimeFolder::open_existing(runtime_folder_);
  if (!runtime || !runtime->is_up(name)) {
    return std::nullopt;
  }
  StackState unwritten;
  unwritten.name = name;
  unwritten.state = "starting";
  unwritten.folder = runtime_folder_ / name;
  return read_state(unwritten.folder).value_or(unwritten);
}

bool StackDirectory::stop(const std::string& name) const {
  const auto state = find(name);
  if (state) {
    end_keeper(*state);
  }
  // Whether that keeper was killed, or an earlier one.
  if (const auto runtime = RuntimeFolder::open_existing(runtime_folder_)) {
    runtime->sweep();
  }
  return state.has_value();
}

std::string StackDirectory::read_logs(const std::string& name, const std::string& part,
                                      std::size_t lines) const {
  const StackState state = require_up(*this, name);
  std::vector<std::string> names{"keeper"};
  std::ranges::transform(state.parts, std::back_inserter(names), &PartState::name);
  if (part.empty()) {
    std::string text;
    for (const std::string& each : names) {
      text += "==> " + each + " <==\n" + joined(read_last_lines(log_of(state.folder, each), lines));
    }
    return text;
  }
  if (std::ranges::find(names, part) == names.end()) {
    std::string known;
    for (const std::string& each : names) {
      known += " " + each;
    }
    throw StackError(kExitUsage,
                     "the stack named " + name + " has no log of '" + part + "', only:" + known);
  }
  return joined(read_last_lines(log_of(state.folder, part), lines));
}

}  // namespace orbbench::launcher
