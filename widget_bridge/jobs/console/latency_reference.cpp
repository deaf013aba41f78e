#include "console/latency_reference.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace orbbench::console {
namespace {

using nlohmann::json;

constexpr double kMicrosecond = 1e-6;
constexpr std::size_t kLongestName = 64;

Quantiles quantiles_of(const std::map<std::string, double>& figures, const std::string& prefix) {
  Quantiles quantiles;
  for (const auto& [name, value] : figures) {
    if (name.starts_with(prefix)) {
      quantiles.emplace(name.substr(prefix.size()), value * kMicrosecond);
    }
  }
  return quantiles;
}

using NamedFigures = std::pair<std::string, std::map<std::string, double>>;

// Of the first check that has some.
NamedFigures figures_of_result(const json& document) {
  for (const json& check : document.at("checks")) {
    if (check.contains("figures") && check.at("figures").contains("latency_us_p50")) {
      std::map<std::string, double> figures;
      for (const auto& [name, value] : check.at("figures").items()) {
        if (value.is_number()) {
          figures.emplace(name, value.get<double>());
        }
      }
      return {check.at("name").get<std::string>(), std::move(figures)};
    }
  }
  return {};
}

// Of a run as it is stored.
std::map<std::string, double> figures_of_run(const json& run) {
  std::map<std::string, double> figures;
  std::string check;
  for (const json& figure : run.at("figures")) {
    if (figure.at("name") == "latency_us_p50") {
      check = figure.at("check").get<std::string>();
      break;
    }
  }
  for (const json& figure : run.at("figures")) {
    if (figure.at("check") == check && figure.at("value").is_number()) {
      figures.emplace(figure.at("name").get<std::string>(), figure.at("value").get<double>());
    }
  }
  return figures;
}

NamedFigures figures_of(const json& document) {
  if (document.contains("run")) {
    return {document.at("name").get<std::string>(), figures_of_run(document.at("run"))};
  }
  if (document.contains("figures")) {
    return {document.at("kind").get<std::string>(), figures_of_run(document)};
  }
  return figures_of_result(document);
}

}  // namespace

LatencyReference reference_of(const std::string& name,
                              const std::map<std::string, double>& figures) {
  return {.name = name,
          .latency = quantiles_of(figures, "latency_us_"),
          .floor = quantiles_of(figures, "floor_us_")};
}

LatencyReference parse_reference(std::string_view text) {
  LatencyReference reference;
  try {
    const auto [name, figures] = figures_of(json::parse(text));
    reference = reference_of(name, figures);
  } catch (const json::exception&) {
    throw ReferenceError("it is neither a result of orbbench latency nor a baseline");
  }
  if (reference.latency.empty()) {
    throw ReferenceError("it has no figures of latency");
  }
  return reference;
}

LatencyReference read_reference(const std::string& file) {
  std::error_code unknown;
  std::ifstream input(file, std::ios::binary);
  if (!input || !std::filesystem::is_regular_file(file, unknown)) {
    throw ReferenceError("cannot read " + file);
  }
  if (std::filesystem::file_size(file, unknown) > kMostReferenceOctets) {
    throw ReferenceError("cannot use " + file + ": it is larger than 64 MiB");
  }
  try {
    return parse_reference(std::string(std::istreambuf_iterator<char>(input), {}));
  } catch (const ReferenceError& error) {
    throw ReferenceError("cannot use " + file + ": " + error.what());
  }
}

bool is_baseline_name(std::string_view text) {
  constexpr std::string_view kFurther = "._-";
  return !text.empty() && text.size() <= kLongestName &&
         std::ranges::all_of(text, [&](char letter) {
           return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                  (letter >= '0' && letter <= '9') || kFurther.find(letter) != kFurther.npos;
         });
}

std::vector<std::string> parse_baseline_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::string_view name = line.substr(0, line.find("  "));
    if (!is_baseline_name(name)) {
      throw ReferenceError("it is no list of baselines");
    }
    names.emplace_back(name);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return names;
}

}  // namespace orbbench::console
