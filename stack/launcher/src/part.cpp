#include "part.hpp"

#include <sys/wait.h>

#include <algorithm>

#include "orbbench/launcher/stack_error.hpp"

namespace orbbench::launcher {
namespace {

constexpr std::chrono::milliseconds kBetweenAttempts{10};
constexpr std::chrono::milliseconds kUntilNextLook{1000};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<Part> every_part(unsigned widget_cores) {
  if (widget_cores == 0 || widget_cores > kMostWidgetCores) {
    throw StackError(kExitUsage, "a stack has 1 to " + std::to_string(kMostWidgetCores) +
                                     " widget cores (--widget-cores)");
  }
  std::vector<Part> parts{postgres_part(), redis_part(), core_part(), display_part(),
                          security_part()};
  for (unsigned number = 1; number <= widget_cores; ++number) {
    parts.push_back(widget_core_part(number));
  }
  parts.push_back(gateway_part());
  return parts;
}

void require_needs(const Part& part, const std::vector<std::string>& wanted) {
  for (const std::string& kind : part.needs) {
    if (!is_among(wanted, kind)) {
      throw StackError(kExitUsage,
                       "the part " + part.kind + " needs the part " + kind + ": add it to --parts");
    }
  }
}

}  // namespace

void PartContext::throw_if_cancelled() const {
  if (stop_.stop_requested()) {
    throw StartCancelled{};
  }
}

std::shared_ptr<ChildProcess> PartContext::spawn(const std::filesystem::path& program,
                                                 std::vector<std::string> arguments,
                                                 const std::vector<std::string>& environment) {
  throw_if_cancelled();
  std::error_code absent;
  const auto size = std::filesystem::file_size(settings_.log, absent);
  log_start_ = absent ? 0 : size;
  std::vector<std::string> whole = settings_.environment;
  whole.insert(whole.end(), environment.begin(), environment.end());
  return spawn_({program, std::move(arguments), std::move(whole), settings_.folder, settings_.log,
                 settings_.account});
}

void PartContext::await_success(ChildProcess& process) const {
  while (!process.status()) {
    process.wait_for_end(stop_, kUntilNextLook);
    throw_if_cancelled();
  }
  const int status = *process.status();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw PartFailure(describe_wait_status(status));
  }
}

void PartContext::await_ready(ChildProcess& process, const std::function<bool()>& attempt) const {
  while (!process.status()) {
    throw_if_cancelled();
    if (attempt()) {
      return;
    }
    process.wait_for_end(stop_, kBetweenAttempts);
  }
  throw_if_cancelled();
  throw PartFailure(describe_wait_status(*process.status()) + " before it was ready");
}

const std::vector<std::string>& all_parts() {
  static const std::vector<std::string> kinds{"postgres", "redis",       "core",   "display",
                                              "security", "widget_core", "gateway"};
  return kinds;
}

std::vector<Part> select_parts(const StackOptions& options) {
  for (const std::string& kind : options.parts) {
    if (std::ranges::find(all_parts(), kind) == all_parts().end()) {
      throw StackError(kExitUsage,
                       "there is no part called '" + kind + "': take of " + joined(all_parts()));
    }
  }
  std::vector<Part> selected;
  std::ranges::copy_if(every_part(options.widget_cores), std::back_inserter(selected),
                       [&](const Part& part) { return is_among(options.parts, part.kind); });
  if (selected.empty()) {
    throw StackError(kExitUsage, "a stack needs a part: take of " + joined(all_parts()));
  }
  for (const Part& part : selected) {
    require_needs(part, options.parts);
  }
  return selected;
}

}  // namespace orbbench::launcher
