#include "soak_core.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <memory>

namespace orbbench::bench {
namespace {

constexpr std::size_t kLogLines = 50;
constexpr const char* kPart = "core";

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

SoakCore::SoakCore(const TargetChoice& given, Faults faults,
                   const std::function<void(const std::string&)>& progress,
                   const std::stop_token& stop) {
  TargetChoice choice = given;
  if (!points_at_one(choice)) {
    launcher::StackOptions options;
    options.parts = {"core"};
    options.core_binary = choice.core_binary;
    options.fault_injection = faults == Faults::Wanted ? launcher::FaultInjection::Enabled
                                                       : launcher::FaultInjection::Disabled;
    // The stack tells of what is lost as long as it lives, and on whatever thread: `progress` takes
    // what comes while it starts.
    const auto is_up = std::make_shared<std::atomic<bool>>(false);
    const auto on_progress = [progress, is_up](const launcher::PartProgress& part) {
      if (!*is_up) {
        progress("stack: " + part.part + " " + part.detail);
      }
    };
    stack_ = launcher::Stack::start(options, on_progress, stop);
    *is_up = true;
    process_ = stack_->endpoints().core->pid;
    choice.core = stack_->endpoints().core->reference;
    choice.metrics = stack_->endpoints().core->metrics_url;
  }
  target_.emplace(choice, progress, stop);
}

void SoakCore::kill() {
  stack_->kill_part(kPart);
}

void SoakCore::start_again() {
  stack_->start_part(kPart);
  process_ = stack_->endpoints().core->pid;
}

std::optional<pid_t> SoakCore::process() const {
  return stack_ ? std::optional<pid_t>(process_) : std::nullopt;
}

std::optional<std::string> SoakCore::find_death() const {
  const auto core = process();
  if (!core || ::kill(*core, 0) == 0 || errno != ESRCH) {
    return std::nullopt;
  }
  return "process " + std::to_string(*core) + " is gone";
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
