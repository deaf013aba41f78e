#include "broker/call_log.hpp"

#include <unistd.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "broker/interceptors.hpp"

namespace orbbench::orb_core {
namespace {

std::atomic<bool> enabled = false;

// What a client sent may be no UTF-8.
std::string to_line(const nlohmann::json& record) {
  return record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace

void enable_call_log() {
  enabled = true;
}

void log_call(std::string_view operation, const Arrival& arrival, std::string_view outcome) {
  if (!enabled) {
    return;
  }
  nlohmann::json record{{"operation", operation},
                        {"peer", arrival.peer},
                        {"correlation_id", nullptr},
                        {"outcome", outcome}};
  if (!arrival.correlation_id.empty()) {
    record["correlation_id"] = arrival.correlation_id;
  }
  const std::string line = to_line(record);
  // A reader that has gone takes the log with it, not the core.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace orbbench::orb_core
