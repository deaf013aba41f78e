#include "part.hpp"

#include <sys/wait.h>

#include <algorithm>

#include "log_tail.hpp"
#include "orbbench/launcher/stack_error.hpp"

namespace orbbench::launcher {
namespace {

constexpr std::chrono::milliseconds kBetweenAttempts{10};
constexpr std::chrono::milliseconds kUntilNextLook{1000};

std::string known_names(const std::vector<Part>& parts) {
  std::string names;
  for (const Part& part : parts) {
    names += (names.empty() ? "" : ", ") + part.name;
  }
  return names;
}

}  // namespace

void PartContext::throw_if_cancelled() const {
  if (stop_.stop_requested()) {
    throw StartCancelled{};
  }
}

std::shared_ptr<ChildProcess> PartContext::spawn(const std::filesystem::path& program,
                                                 std::vector<std::string> arguments) const {
  throw_if_cancelled();
  return spawn_({program, std::move(arguments), settings_.environment, settings_.folder,
                 settings_.log, settings_.account});
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

std::vector<Part> select_parts(const std::vector<std::string>& names) {
  const std::vector<Part> known{postgres_part(), redis_part(), core_part()};
  for (const std::string& name : names) {
    if (std::ranges::find(known, name, &Part::name) == known.end()) {
      throw StackError(kExitUsage,
                       "there is no part called '" + name + "': take of " + known_names(known));
    }
  }
  std::vector<Part> selected;
  std::ranges::copy_if(known, std::back_inserter(selected), [&](const Part& part) {
    return std::ranges::find(names, part.name) != names.end();
  });
  if (selected.empty()) {
    throw StackError(kExitUsage, "a stack needs a part: take of " + known_names(known));
  }
  return selected;
}

bool says_port_taken(const std::filesystem::path& log) {
  const auto lines = read_last_lines(log, kLogLinesShown);
  return std::ranges::any_of(lines, [](const std::string& line) {
    return line.find("Address already in use") != std::string::npos;
  });
}

}  // namespace orbbench::launcher
