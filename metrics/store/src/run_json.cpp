#include "orbbench/store/run_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "hexadecimal.hpp"
#include "number_text.hpp"
#include "orbbench/store/store_error.hpp"

namespace orbbench::store {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int kVersion = 2;
constexpr const char* kRunFormat = "orbbench-run";
constexpr const char* kBaselineFormat = "orbbench-baseline";

bool is_name(const std::string& text, std::string_view also_allowed) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [&](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' ||
           letter == '_' || letter == '-' || also_allowed.find(letter) != std::string_view::npos;
  });
}

void require_verdict(const std::string& verdict) {
  constexpr std::array<const char*, 4> kVerdicts{"pass", "inconclusive", "invalid", "fail"};
  if (std::ranges::find(kVerdicts, verdict) == kVerdicts.end()) {
    throw RunFormatError("'" + verdict.substr(0, 40) + "' is no verdict");
  }
}

void require_storable(const StoredRun& run) {
  if (!is_uuid(run.uuid)) {
    throw RunFormatError("'" + run.uuid.substr(0, 40) + "' is no run id");
  }
  if (!is_name(run.kind, "")) {
    throw RunFormatError("'" + run.kind.substr(0, 64) + "' is no kind of run");
  }
  // Beyond these years a time has more digits than its text.
  if (run.started < parse_instant("1970-01-01T00:00:00Z") ||
      run.started > parse_instant("9999-12-31T00:00:00Z")) {
    throw RunFormatError("the run's start is no time of this age");
  }
  require_verdict(run.verdict);
  for (const StoredCheck& check : run.checks) {
    require_verdict(check.verdict);
  }
}

/// JSON has no NaN and no infinities.
template <class Json>
Json json_of(double value) {
  return std::isfinite(value) ? Json(value) : Json(number_text(value));
}

double number_of(const json& value) {
  if (value.is_string()) {
    return parse_number(value.get_ref<const std::string&>());
  }
  return value.get<double>();
}

ordered_json head_of(const StoredRun& run) {
  return {{"format", kRunFormat},
          {"version", kVersion},
          {"uuid", run.uuid},
          {"kind", run.kind},
          {"started_at", to_text(run.started)},
          {"verdict", run.verdict},
          {"commit", run.commit},
          {"fingerprint", run.fingerprint}};
}

ordered_json document_of(const StoredRun& run) {
  ordered_json document = head_of(run);
  ordered_json checks = ordered_json::array();
  for (const StoredCheck& check : run.checks) {
    checks.push_back({{"name", check.name},
                      {"verdict", check.verdict},
                      {"summary", check.summary},
                      {"evidence", check.evidence}});
  }
  ordered_json figures = ordered_json::array();
  for (const StoredFigure& figure : run.figures) {
    figures.push_back({{"check", figure.check},
                       {"name", figure.name},
                       {"unit", figure.unit},
                       {"value", json_of<ordered_json>(figure.value)}});
  }
  ordered_json histograms = ordered_json::array();
  for (const StoredHistogram& histogram : run.histograms) {
    histograms.push_back({{"name", histogram.name}, {"octets", to_hex(histogram.octets)}});
  }
  ordered_json points = ordered_json::array();
  for (const SeriesPoint& point : run.points) {
    points.push_back({{"series", point.series},
                      {"at", json_of<ordered_json>(point.at)},
                      {"value", json_of<ordered_json>(point.value)}});
  }
  ordered_json tables = ordered_json::array();
  for (const StoredTable& table : run.tables) {
    tables.push_back({{"check", table.check},
                      {"name", table.name},
                      {"columns", table.columns},
                      {"rows", table.rows}});
  }
  document["checks"] = std::move(checks);
  document["figures"] = std::move(figures);
  document["histograms"] = std::move(histograms);
  document["points"] = std::move(points);
  document["tables"] = std::move(tables);
  return document;
}

std::string text_of(const ordered_json& document, JsonLayout layout) {
  return document.dump(layout == JsonLayout::Indented ? 2 : -1, ' ', false,
                       ordered_json::error_handler_t::replace);
}

/// PostgreSQL's text holds no NUL; U+FFFD stands for what cannot be shown.
std::string without_nul(std::string text) {
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) {
    text.replace(at, 1, "\xEF\xBF\xBD");
  }
  return text;
}

std::string string_of(const json& object, const char* key) {
  return without_nul(object.at(key).get<std::string>());
}

std::vector<std::string> strings_of(const json& list) {
  std::vector<std::string> texts;
  for (const json& text : list) {
    texts.push_back(without_nul(text.get<std::string>()));
  }
  return texts;
}

StoredTable table_of(const json& object) {
  StoredTable table{
      string_of(object, "check"), string_of(object, "name"), strings_of(object.at("columns")), {}};
  for (const json& row : object.at("rows")) {
    table.rows.push_back(strings_of(row));
    if (table.rows.back().size() != table.columns.size()) {
      throw RunFormatError("a row of table '" + table.name.substr(0, 40) +
                           "' is not as long as its head");
    }
  }
  return table;
}

std::vector<std::uint8_t> octets_of(const json& histogram) {
  auto octets = from_hex(histogram.at("octets").get_ref<const std::string&>());
  if (!octets) {
    throw RunFormatError("a histogram is not written in hexadecimal digits");
  }
  return *std::move(octets);
}

void read_lists(const json& document, StoredRun& run) {
  for (const json& check : document.at("checks")) {
    run.checks.push_back({string_of(check, "name"), string_of(check, "verdict"),
                          string_of(check, "summary"), strings_of(check.at("evidence"))});
  }
  for (const json& figure : document.at("figures")) {
    run.figures.push_back({string_of(figure, "check"), string_of(figure, "name"),
                           string_of(figure, "unit"), number_of(figure.at("value"))});
  }
  for (const json& histogram : document.at("histograms")) {
    run.histograms.push_back({string_of(histogram, "name"), octets_of(histogram)});
  }
  for (const json& point : document.at("points")) {
    run.points.push_back(
        {string_of(point, "series"), number_of(point.at("at")), number_of(point.at("value"))});
  }
  for (const json& table : document.at("tables")) {
    run.tables.push_back(table_of(table));
  }
}

void require_format(const json& document, const char* format) {
  if (document.at("format") != format) {
    throw RunFormatError(std::string("it is not of the format ") + format);
  }
  if (document.at("version") != kVersion) {
    throw RunFormatError("it was written by another version of orbbench");
  }
}

StoredRun run_of(const json& document) {
  require_format(document, kRunFormat);
  StoredRun run;
  run.uuid = string_of(document, "uuid");
  run.kind = string_of(document, "kind");
  run.started = parse_instant(string_of(document, "started_at"));
  run.verdict = string_of(document, "verdict");
  run.commit = string_of(document, "commit");
  const json& fingerprint = document.at("fingerprint");
  for (const auto& entry : fingerprint.items()) {
    run.fingerprint[string_of({{"key", entry.key()}}, "key")] =
        string_of(fingerprint, entry.key().c_str());
  }
  read_lists(document, run);
  require_storable(run);
  return run;
}

/// Without the library's own marks, and without what it repeats of the text.
template <class Read>
auto read_document(std::string_view text, const Read& read) {
  if (text.size() > kMostRunOctets) {
    throw RunFormatError("it is larger than 256 MiB");
  }
  try {
    return read(json::parse(text));
  } catch (const json::parse_error& error) {
    throw RunFormatError("it is no JSON (octet " + std::to_string(error.byte) + ")");
  } catch (const json::exception& error) {
    const std::string reason = error.what();
    const std::size_t mark = reason.find("] ");
    throw RunFormatError("it is no run: " + reason.substr(mark + 2, 120));
  }
}

}  // namespace

std::string to_json(const StoredRun& run, JsonLayout layout) {
  return text_of(document_of(run), layout);
}

StoredRun parse_run(std::string_view text) {
  return read_document(text, run_of);
}

std::string to_json(const NamedRun& baseline) {
  const ordered_json document{{"format", kBaselineFormat},
                              {"version", kVersion},
                              {"name", baseline.name},
                              {"run", document_of(baseline.run)}};
  return text_of(document, JsonLayout::Indented) + "\n";
}

NamedRun parse_baseline(std::string_view text) {
  return read_document(text, [](const json& document) {
    require_format(document, kBaselineFormat);
    NamedRun baseline{string_of(document, "name"), run_of(document.at("run"))};
    if (!is_baseline_name(baseline.name)) {
      throw RunFormatError("'" + baseline.name.substr(0, 64) + "' cannot name a baseline");
    }
    return baseline;
  });
}

bool is_baseline_name(const std::string& name) {
  return is_name(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

StoredRun as_stored(const StoredRun& run) {
  return parse_run(to_json(run));
}

}  // namespace orbbench::store
