#include "faults/event_log.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>

namespace orbbench::faults {
namespace {

using Line = nlohmann::ordered_json;

/// "2026-01-31T08:15:00.123Z"
std::string time_of_day() {
  const auto now = std::chrono::system_clock::now();
  const auto since = now.time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count() % 1000;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text;
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string fraction = std::to_string(1000 + ms).substr(1);
  return std::string(text.data(), length) + "." + fraction + "Z";
}

// An operation's name is what the wire said: any octets.
std::string finished(const Line& line) {
  return line.dump(-1, ' ', true, Line::error_handler_t::replace);
}

}  // namespace

std::string effect_line(const ArmedFault& fault, const std::string& effect,
                        std::uint64_t connection, const Subject& subject) {
  Line line = {{"at", time_of_day()},
               {"event", "fault"},
               {"id", fault.id},
               {"name", fault.fault.name},
               {"effect", effect},
               {"connection", connection},
               {"direction", to_string(subject.direction)}};
  line["type"] = subject.type ? to_string(*subject.type) : "chunk";
  if (subject.request_id) {
    line["request_id"] = *subject.request_id;
  }
  if (!subject.operation.empty()) {
    line["operation"] = subject.operation;
  }
  line["octets"] = subject.octets;
  return finished(line);
}

std::string refusal_line(std::uint64_t connection, const std::string& reason) {
  return finished({{"at", time_of_day()},
                   {"event", "refused"},
                   {"connection", connection},
                   {"reason", reason}});
}

}  // namespace orbbench::faults
