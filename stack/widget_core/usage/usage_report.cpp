#include "usage/usage_report.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::ordered_json;

double milliseconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// The same names and the same order in both forms.
void add_figures(ordered_json& line, const UsageSums& sums) {
  line["calls"] = sums.calls;
  line["errors"] = sums.errors;
  line["octets_in"] = sums.octets_in;
  line["octets_out"] = sums.octets_out;
  line["response_ms_mean"] = sums.response_times.mean_ns() / 1e6;
  line["response_ms_p50"] = milliseconds_of(sums.response_times.quantile(0.5));
  line["response_ms_p95"] = milliseconds_of(sums.response_times.quantile(0.95));
  line["response_ms_p99"] = milliseconds_of(sums.response_times.quantile(0.99));
  line["response_ms_max"] = milliseconds_of(sums.response_times.max());
}

/// No value of ours has a comma, a quote or a line's end in it.
template <class Field>
std::string csv_line(const ordered_json& line, Field field) {
  std::string text;
  for (const auto& [name, value] : line.items()) {
    text += (text.empty() ? "" : ",") + field(name, value);
  }
  return text + "\r\n";
}

std::string text_of(const ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

ordered_json line_of(const std::string& day, const std::string& operation, const UsageSums& sums) {
  ordered_json line{{"day", day}, {"operation", operation}};
  add_figures(line, sums);
  return line;
}

}  // namespace

void UsageReport::add(const std::string& day, const std::string& operation, const UsageSums& sums) {
  days_.push_back(line_of(day, operation, sums));
  totals_[operation].add(sums);
}

nlohmann::json UsageReport::to_json() const {
  std::vector<ordered_json> totals;
  for (const auto& [operation, sums] : totals_) {
    ordered_json line{{"operation", operation}};
    add_figures(line, sums);
    totals.push_back(std::move(line));
  }
  return {{"from", to_text(range_.from)},
          {"to", to_text(range_.to)},
          {"days", days_},
          {"totals", totals}};
}

std::string UsageReport::to_csv() const {
  std::string text =
      csv_line(line_of("", "", {}), [](const std::string& name, const auto&) { return name; });
  for (const ordered_json& day : days_) {
    text += csv_line(day, [](const std::string&, const auto& value) { return text_of(value); });
  }
  return text;
}

}  // namespace orbbench::widget_core
