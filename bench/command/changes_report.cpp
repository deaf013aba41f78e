#include "changes_report.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kShownDigits = 8;  ///< of a run's id

// What a fingerprint or a commit says must not steer the terminal that shows it.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; }, '?');
  return text;
}

template <class... Values>
std::string formatted(const char* form, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, form, values...);
  return text;
}

double percent(double ratio) {
  return 100 * (ratio - 1);
}

std::string day_and_time(store::Instant instant) {
  return store::to_text(instant).substr(0, 19) + "Z";
}

std::string name_of(const store::FigureOfRun& run) {
  return run.uuid.substr(0, kShownDigits) +
         (run.commit.empty() ? "" : " (commit " + printable(run.commit) + ")");
}

std::string count_of(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::string size_line(const FigureChange& change, const std::string& unit) {
  const metrics::ChangePoint& point = change.point;
  return formatted("  %+.1f %% (95 %%: %+.1f to %+.1f %%), median %.5g -> %.5g",
                   percent(point.ratio), percent(point.ratio_interval.low),
                   percent(point.ratio_interval.high), point.median_before, point.median_after) +
         (unit.empty() ? "" : " " + printable(unit)) +
         formatted(", confidence %.1f %%\n", 100 * point.confidence());
}

std::string lines_of(const FigureChange& change, const std::string& unit) {
  std::string text = size_line(change, unit);
  text += "    with run " + name_of(change.first_after) + " of " +
          day_and_time(change.first_after.started) + ", after run " + name_of(change.last_before) +
          "\n";
  if (change.possible_runs > 1) {
    text += "    it may be any of " + count_of(change.possible_runs, "run") + " from " +
            name_of(change.earliest) + " to " + name_of(change.latest) + "\n";
  }
  for (const FingerprintChange& other : change.also_changed) {
    text += "    also changed: " + printable(other.key) + " '" + printable(other.before) +
            "' -> '" + printable(other.after) + "'\n";
  }
  return text;
}

std::string heading_of(const store::FigureSeries& series) {
  std::string text = printable(series.check) + "  " + printable(series.figure);
  if (series.offered_calls_per_second) {
    text += " at " + number_text(*series.offered_calls_per_second) + " calls/s";
  }
  return text;
}

std::string machine_line(const store::FigureSeries& series) {
  std::string text;
  for (const auto& [key, value] : series.machine) {
    text += (text.empty() ? "  made with " : ", ") + key + " " + printable(value);
  }
  return text.empty() ? "" : text + "\n";
}

std::string text_of(const SeriesChanges& one, std::size_t fewest) {
  std::string text = heading_of(one.series) + ": ";
  const std::string runs = count_of(one.series.runs.size(), "run");
  if (!one.enough_runs) {
    text += runs + ", too few to tell: " + std::to_string(fewest) + " are needed";
  } else if (one.changes.empty()) {
    text += "no change in " + runs;
  } else {
    text += count_of(one.changes.size(), "change") + " in " + runs;
  }
  text += one.left_out == 0 ? "\n" : " (" + count_of(one.left_out, "run") + " without a value)\n";
  for (const FigureChange& change : one.changes) {
    text += lines_of(change, one.series.unit);
  }
  return text;
}

ordered_json json_of(const store::FigureOfRun& run) {
  return {{"uuid", run.uuid},
          {"started_at", store::to_text(run.started)},
          {"commit", run.commit},
          {"value", run.value}};
}

ordered_json json_of(const FigureChange& change) {
  ordered_json also = ordered_json::array();
  for (const FingerprintChange& other : change.also_changed) {
    also.push_back({{"key", other.key}, {"before", other.before}, {"after", other.after}});
  }
  return {{"ratio", change.point.ratio},
          {"ratio_low", change.point.ratio_interval.low},
          {"ratio_high", change.point.ratio_interval.high},
          {"median_before", change.point.median_before},
          {"median_after", change.point.median_after},
          {"confidence", change.point.confidence()},
          {"p_value_energy", change.point.energy.p_value},
          {"p_value_ranks", change.point.ranks.p_value},
          {"last_before", json_of(change.last_before)},
          {"first_after", json_of(change.first_after)},
          {"earliest_first_after", json_of(change.earliest)},
          {"latest_first_after", json_of(change.latest)},
          {"possible_runs", change.possible_runs},
          {"also_changed", also}};
}

ordered_json json_of(const SeriesChanges& one) {
  ordered_json changes = ordered_json::array();
  for (const FigureChange& change : one.changes) {
    changes.push_back(json_of(change));
  }
  ordered_json offered;
  if (one.series.offered_calls_per_second) {
    offered = *one.series.offered_calls_per_second;
  }
  return {{"check", one.series.check},
          {"figure", one.series.figure},
          {"unit", one.series.unit},
          {"offered_calls_per_second", offered},
          {"machine", one.series.machine},
          {"runs", one.series.runs.size()},
          {"left_out", one.left_out},
          {"enough_runs", one.enough_runs},
          {"changes", changes}};
}

}  // namespace

std::string changes_text(const std::vector<SeriesChanges>& all,
                         const metrics::ChangePointSearch& search) {
  const bool one_machine = std::ranges::all_of(all, [&](const SeriesChanges& one) {
    return one.series.machine == all.front().series.machine;
  });
  std::string text;
  for (const SeriesChanges& one : all) {
    text += text_of(one, metrics::fewest_values(search));
    text += one_machine ? "" : machine_line(one.series);
  }
  return text;
}

std::string changes_json(const std::vector<SeriesChanges>& all,
                         const metrics::ChangePointSearch& search) {
  ordered_json series = ordered_json::array();
  for (const SeriesChanges& one : all) {
    series.push_back(json_of(one));
  }
  const ordered_json document{{"seed", search.seed},
                              {"level", search.level},
                              {"least_change", search.least_change},
                              {"resamples", search.resamples},
                              {"fewest_runs", metrics::fewest_values(search)},
                              {"methods", {"energy", "ranks"}},
                              {"series", series}};
  constexpr int kIndent = 2;
  return document.dump(kIndent, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace orbbench::bench
