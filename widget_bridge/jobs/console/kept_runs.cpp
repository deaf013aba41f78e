#include "console/kept_runs.hpp"

#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "console/printable.hpp"

namespace orbbench::console {
namespace {

using nlohmann::json;

json parsed(const std::string& text) {
  json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) {
    throw std::runtime_error("it is no JSON");
  }
  return document;
}

std::chrono::system_clock::time_point time_of(const std::string& text) {
  std::tm parts{};
  if (strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) {
    return {};
  }
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

/// As the events tell it: the evidence, and where a secret was seen.
void add_places(const json& table, CheckResult& result) {
  const auto columns = table.at("columns").get<std::vector<std::string>>();
  for (const json& row : table.at("rows")) {
    std::string text;
    for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
      text += (i == 0 ? "" : "; ") + columns[i] + " " + row[i].get<std::string>();
    }
    result.details.push_back(printable(text));
  }
}

using ByName = std::map<std::string, std::size_t>;

void add_figures(const json& document, const ByName& places, std::vector<CheckResult>& results) {
  for (const json& figure : document.at("figures")) {
    const auto place = places.find(figure.at("check").get<std::string>());
    if (place == places.end() || !figure.at("value").is_number()) {
      continue;  // one that is no number is told as a text
    }
    results[place->second].figures[figure.at("name")] = figure.at("value");
  }
}

void add_tables(const json& document, const ByName& places, std::vector<CheckResult>& results) {
  for (const json& table : document.at("tables")) {
    const auto place = places.find(table.at("check").get<std::string>());
    if (place != places.end() && table.at("name") == "exposure") {
      add_places(table, results[place->second]);
    }
  }
}

}  // namespace

std::vector<KeptRun> parse_history(const std::string& text) {
  std::vector<KeptRun> runs;
  for (const json& run : parsed(text)) {
    runs.push_back({run.at("uuid"), run.at("kind"), run.at("started_at"), run.at("verdict"),
                    run.at("commit")});
  }
  return runs;
}

std::vector<CheckResult> parse_kept_run(const std::string& text) {
  const json document = parsed(text);
  const auto time = time_of(document.at("started_at"));
  std::vector<CheckResult> results;
  ByName places;
  for (const json& check : document.at("checks")) {
    places[check.at("name")] = results.size();
    results.push_back({check.at("name"),
                       check.at("verdict"),
                       printable(check.at("summary").get<std::string>()),
                       {},
                       check.at("evidence"),
                       document.at("uuid"),
                       time});
  }
  add_figures(document, places, results);
  add_tables(document, places, results);
  return results;
}

std::optional<double> FigurePair::ratio() const {
  if (!first || !second || *first == 0) {
    return std::nullopt;
  }
  return *second / *first;
}

std::vector<FigurePair> side_by_side(const std::vector<CheckResult>& first,
                                     const std::vector<CheckResult>& second) {
  std::map<std::pair<std::string, std::string>, FigurePair> pairs;
  const auto take = [&](const std::vector<CheckResult>& results,
                        std::optional<double> FigurePair::*side) {
    for (const CheckResult& result : results) {
      for (const auto& [name, value] : result.figures) {
        FigurePair& pair = pairs[{result.check, name}];
        pair.check = result.check;
        pair.figure = name;
        pair.*side = value;
      }
    }
  };
  take(first, &FigurePair::first);
  take(second, &FigurePair::second);
  std::vector<FigurePair> all;
  all.reserve(pairs.size());
  for (auto& [key, pair] : pairs) {
    all.push_back(std::move(pair));
  }
  return all;
}

}  // namespace orbbench::console
