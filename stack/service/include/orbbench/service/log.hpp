#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace orbbench::service {

enum class LogLevel { Debug, Info, Warning, Error };

/// Opens the process's log: one JSON object a line on standard error, through spdlog, with "time"
/// (ISO 8601, UTC, milliseconds), "level", "service", "event", the thread's "correlation_id" where
/// a LogScope is open, and the fields. Once, before the first thread. Text fields are cut at 512
/// octets, and no line goes out with a secret that was never handed to it: do not log bodies,
/// headers or parameters.
void open_log(const std::string& service, LogLevel least = LogLevel::Info);

void log(LogLevel level, std::string_view event, const nlohmann::json& fields = {});

/// Gives the lines of this thread a correlation id, for as long as it lives. Scopes nest.
class LogScope {
 public:
  explicit LogScope(std::string correlation_id);
  ~LogScope();
  LogScope(const LogScope&) = delete;
  LogScope& operator=(const LogScope&) = delete;

 private:
  std::string outer_;
};

}  // namespace orbbench::service
