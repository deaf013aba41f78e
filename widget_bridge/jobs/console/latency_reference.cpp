#include "console/latency_reference.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace orbbench::console {
namespace {

using nlohmann::json;

constexpr double kMicrosecond = 1e-6;

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

NamedFigures figures_of_export(const json& document) {
  std::map<std::string, double> figures;
  std::string check;
  for (const json& figure : document.at("run").at("figures")) {
    if (figures.empty() && figure.at("name") == "latency_us_p50") {
      check = figure.at("check").get<std::string>();
      break;
    }
  }
  for (const json& figure : document.at("run").at("figures")) {
    if (figure.at("check") == check && figure.at("value").is_number()) {
      figures.emplace(figure.at("name").get<std::string>(), figure.at("value").get<double>());
    }
  }
  return {document.at("name").get<std::string>(), std::move(figures)};
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
    const json document = json::parse(text);
    const auto [name, figures] =
        document.contains("run") ? figures_of_export(document) : figures_of_result(document);
    reference = reference_of(name, figures);
  } catch (const json::exception&) {
    throw ReferenceError("it is neither a result of orbbench latency nor an exported baseline");
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

}  // namespace orbbench::console
