#include "soak_core.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <fstream>

namespace orbbench::bench {
namespace {

constexpr std::size_t kLogLines = 50;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

/// Whether anything was pointed at; what is missing of it, Target says.
bool points_at_one(const TargetChoice& choice) {
  return !choice.core.empty() || !choice.metrics.empty() || is_set("ORB_CORE_URL") ||
         is_set("ORB_METRICS_URL");
}

}  // namespace

SoakCore::SoakCore(const TargetChoice& given,
                   const std::function<void(const std::string&)>& progress,
                   const std::stop_token& stop) {
  TargetChoice choice = given;
  if (!points_at_one(choice)) {
    launcher::StackOptions options;
    options.parts = {"core"};
    options.core_binary = choice.core_binary;
    // By value: the stack tells of what is lost as long as it lives.
    const auto on_progress = [progress](const launcher::PartProgress& part) {
      progress("stack: " + part.part + " " + part.detail);
    };
    stack_ = launcher::Stack::start(options, on_progress, stop);
    choice.core = stack_->endpoints().core->reference;
    choice.metrics = stack_->endpoints().core->metrics_url;
  }
  target_.emplace(choice, progress, stop);
}

std::optional<std::string> SoakCore::find_death() const {
  if (!stack_) {
    return std::nullopt;
  }
  const pid_t core = stack_->endpoints().core->pid;
  if (kill(core, 0) == 0 || errno != ESRCH) {
    return std::nullopt;
  }
  return "process " + std::to_string(core) + " is gone";
}

std::vector<std::string> SoakCore::log_lines() const {
  if (!stack_) {
    return {};
  }
  std::ifstream log(stack_->folder() / "logs" / "core.log");
  std::deque<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    lines.push_back(line);
    if (lines.size() > kLogLines) {
      lines.pop_front();
    }
  }
  return {lines.begin(), lines.end()};
}

}  // namespace orbbench::bench
