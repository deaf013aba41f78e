#include "console/run_event.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "console/printable.hpp"

namespace orbbench::console {
namespace {

using nlohmann::json;

std::string text_at(const json& event, const char* field) {
  return printable(event.at(field).get_ref<const std::string&>());
}

std::vector<std::string> texts_at(const json& event, const char* field) {
  std::vector<std::string> texts;
  for (const json& text : event.at(field)) {
    texts.push_back(printable(text.get_ref<const std::string&>()));
  }
  return texts;
}

RunEvent check_of(const json& event) {
  CheckResult result;
  result.check = text_at(event, "check");
  result.verdict = text_at(event, "verdict");
  result.summary = text_at(event, "summary");
  event.at("figures").get_to(result.figures);
  result.details = texts_at(event, "details");
  result.time = std::chrono::system_clock::now();
  return result;
}

RunEvent interval_of(const json& event) {
  RunInterval interval;
  interval.series = text_at(event, "series");
  event.at("seconds").get_to(interval.seconds);
  event.at("calls").get_to(interval.calls);
  event.at("errors").get_to(interval.errors);
  event.at("p50_us").get_to(interval.p50_us);
  event.at("p90_us").get_to(interval.p90_us);
  event.at("p99_us").get_to(interval.p99_us);
  event.at("p999_us").get_to(interval.p999_us);
  event.at("max_us").get_to(interval.max_us);
  event.at("left_seconds").get_to(interval.left_seconds);
  return interval;
}

RunEvent started_of(const json& event) {
  return RunStarted{text_at(event, "kind"), texts_at(event, "checks")};
}

RunEvent progress_of(const json& event) {
  return RunProgress{text_at(event, "text")};
}

RunEvent trouble_of(const json& event) {
  return RunTrouble{text_at(event, "text")};
}

RunEvent ended_of(const json& event) {
  return RunEnded{text_at(event, "verdict"), event.at("exit_code"), text_at(event, "run")};
}

using Reader = RunEvent (*)(const json&);

Reader reader_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Reader>, 6> kReaders{{{"started", started_of},
                                                                         {"progress", progress_of},
                                                                         {"check", check_of},
                                                                         {"interval", interval_of},
                                                                         {"error", trouble_of},
                                                                         {"ended", ended_of}}};
  for (const auto& [known, reader] : kReaders) {
    if (known == name) {
      return reader;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<RunEvent> parse_event(std::string_view line) {
  if (!line.starts_with('{')) {
    return std::nullopt;
  }
  const json event = json::parse(line, nullptr, false);
  if (!event.is_object()) {
    return std::nullopt;
  }
  try {
    const Reader read = reader_of(event.at("event").get_ref<const std::string&>());
    return read == nullptr ? std::nullopt : std::optional(read(event));
  } catch (const json::exception&) {
    return std::nullopt;  // it has not the form of an event: a line like any other
  }
}

}  // namespace orbbench::console
