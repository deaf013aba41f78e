#include "orbbench/service/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>

namespace orbbench::service {
namespace {

constexpr std::size_t kMaxTextOctets = 512;

// Never destroyed: a thread may log while the process ends.
spdlog::logger* process_logger = nullptr;
std::string* process_service = nullptr;
thread_local std::string thread_correlation_id;

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return spdlog::level::debug;
    case LogLevel::Info:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* to_string(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      return "error";
  }
  return "error";
}

std::string time_now() {
  using std::chrono::milliseconds;
  const auto now = std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char day[32];
  std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
  char text[48];
  std::snprintf(text, sizeof text, "%s.%03dZ", day,
                static_cast<int>(now.time_since_epoch().count() % 1000));
  return text;
}

void cut_texts(nlohmann::json& value) {
  if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    text.resize(std::min(text.size(), kMaxTextOctets));
  } else if (value.is_structured()) {
    for (auto& member : value) {
      cut_texts(member);
    }
  }
}

}  // namespace

void open_log(const std::string& service, LogLevel least) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_unique<spdlog::logger>(service, std::move(sink));
  logger->set_pattern("%v");
  logger->set_level(to_spdlog(least));
  process_service = new std::string(service);
  process_logger = logger.release();
}

void log(LogLevel level, std::string_view event, const nlohmann::json& fields) {
  if (process_logger == nullptr || !process_logger->should_log(to_spdlog(level))) {
    return;
  }
  nlohmann::ordered_json line{{"time", time_now()},
                              {"level", to_string(level)},
                              {"service", *process_service},
                              {"event", event}};
  if (!thread_correlation_id.empty()) {
    line["correlation_id"] = thread_correlation_id;
  }
  for (const auto& [name, value] : fields.items()) {
    nlohmann::json cut = value;
    cut_texts(cut);
    line[name] = std::move(cut);
  }
  // What came from a client may be no UTF-8, and a cut may have made it so.
  process_logger->log(to_spdlog(level), "{}",
                      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

LogScope::LogScope(std::string correlation_id)
    : outer_(std::exchange(thread_correlation_id, std::move(correlation_id))) {}

LogScope::~LogScope() {
  thread_correlation_id = std::move(outer_);
}

}  // namespace orbbench::service
