#include "soak/fault_timetable.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::ConfigError;
using std::chrono::nanoseconds;

constexpr std::size_t kMostFaults = 1000;
constexpr double kMostSeconds = 7 * 86400;
// What the core takes: CoreLane::delay_replies.
constexpr std::uint64_t kLongestDelayMs = 60'000;
constexpr std::uint64_t kMostReplies = 1'000'000;

nanoseconds from_seconds(double seconds) {
  return nanoseconds(std::llround(seconds * 1e9));
}

std::string seconds_text(nanoseconds time) {
  char text[32];
  std::snprintf(text, sizeof text, "%g s", std::chrono::duration<double>(time).count());
  return text;
}

/// One fault's object; each of its keys must have been asked for in the end.
class FaultReader {
 public:
  FaultReader(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) {
      refuse("must be an object");
    }
  }

  [[noreturn]] void refuse(const std::string& mistake) const {
    throw ConfigError("timetable: " + place_ + " " + mistake);
  }

  const json& at(const char* key) {
    asked_.insert(key);
    if (!object_.contains(key)) {
      refuse(std::string("needs ") + key);
    }
    return object_.at(key);
  }

  nanoseconds seconds(const char* key, double least) {
    const json& value = at(key);
    const double read = value.is_number() ? value.get<double>() : -1;
    if (!(read >= least && read <= kMostSeconds)) {
      refuse(std::string(key) + " must be a number from " + json(least).dump() + " to " +
             json(kMostSeconds).dump());
    }
    return from_seconds(read);
  }

  std::uint64_t whole(const char* key, std::uint64_t most) {
    const json& value = at(key);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < 1 ||
        value.get<std::uint64_t>() > most) {
      refuse(std::string(key) + " must be a whole number from 1 to " + std::to_string(most));
    }
    return value.get<std::uint64_t>();
  }

  void finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (!asked_.contains(key)) {
        refuse("has no use for the key \"" + key + "\"");
      }
    }
  }

 private:
  const json& object_;
  std::string place_;
  std::set<std::string> asked_;
};

decltype(PlannedFault::what) read_kind(FaultReader& reader) {
  const json& kind = reader.at("fault");
  if (kind == "delay_replies") {
    return DelayedReplies{std::chrono::milliseconds(reader.whole("delay_ms", kLongestDelayMs))};
  }
  if (kind == "drop_replies") {
    return DroppedReplies{static_cast<std::uint32_t>(reader.whole("count", kMostReplies))};
  }
  if (kind == "kill_core") {
    return KilledCore{};
  }
  if (kind == "proxy") {
    try {
      return faults::parse_fault(reader.at("proxy").dump(), faults::Protocol::Giop);
    } catch (const ConfigError& error) {
      reader.refuse(error.what());
    }
  }
  reader.refuse("is " + kind.dump().substr(0, 40) +
                "; there are delay_replies, drop_replies, kill_core and proxy");
}

PlannedFault read_fault(const json& object, std::size_t index) {
  FaultReader reader(object, "faults[" + std::to_string(index) + "]");
  PlannedFault fault;
  fault.at = reader.seconds("at_s", 0);
  fault.length = reader.seconds("for_s", 0.001);
  fault.what = read_kind(reader);
  reader.finish();
  return fault;
}

void require_times(const FaultTimetable& faults, nanoseconds soak) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].end() > soak) {
      throw ConfigError("timetable: " + faults[i].text() + " goes on beyond the soak, which is " +
                        seconds_text(soak));
    }
    if (i > 0 && faults[i].at < faults[i - 1].end()) {
      throw ConfigError("timetable: " + faults[i].text() + " begins within " +
                        faults[i - 1].text() + ": nobody could tell their effects apart");
    }
  }
}

}  // namespace

std::string PlannedFault::text() const {
  constexpr std::array kNames{"delay_replies", "drop_replies", "kill_core", "proxy"};
  std::string name = kNames.at(what.index());
  if (const auto* fault = std::get_if<faults::Fault>(&what)) {
    name += std::string(" ") + faults::to_string(fault->kind);
  }
  return name + " at " + seconds_text(at) + " for " + seconds_text(length);
}

FaultTimetable parse_timetable(const std::string& text, nanoseconds soak) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object() || !document.contains("faults") || document.size() != 1 ||
      !document.at("faults").is_array()) {
    throw ConfigError("timetable: must be a JSON object with the one key \"faults\", an array");
  }
  const json& objects = document.at("faults");
  if (objects.empty() || objects.size() > kMostFaults) {
    throw ConfigError("timetable: must have 1 to " + std::to_string(kMostFaults) + " faults");
  }
  FaultTimetable timetable;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    timetable.push_back(read_fault(objects[i], i));
  }
  std::ranges::stable_sort(timetable, {}, &PlannedFault::at);
  require_times(timetable, soak);
  return timetable;
}

}  // namespace orbbench::bench
