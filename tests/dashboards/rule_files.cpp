#include "rule_files.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

constexpr long kShortestRangeMs = 4000;

std::string text_of(const YAML::Node& node) {
  return node.IsDefined() ? node.as<std::string>() : std::string();
}

std::map<std::string, std::string> texts_of(const YAML::Node& node) {
  return node.IsDefined() ? node.as<std::map<std::string, std::string>>()
                          : std::map<std::string, std::string>();
}

std::vector<fs::path> files_ending_with(const std::string& end) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(alerts_folder())) {
    if (entry.path().filename().string().ends_with(end)) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

long milliseconds_of(const std::string& number, char unit) {
  const std::map<char, long> units{{'s', 1000}, {'m', 60'000}, {'h', 3'600'000}, {'d', 86'400'000}};
  return std::stol(number) * units.at(unit);
}

}  // namespace

const fs::path& alerts_folder() {
  static const fs::path folder = fs::path(ORBBENCH_METRICS_FOLDER) / "alerts";
  return folder;
}

std::vector<fs::path> rule_files() {
  return files_ending_with(".rules.yml");
}

std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const fs::path& file : rule_files()) {
    for (const YAML::Node& group : YAML::LoadFile(file)["groups"]) {
      for (const YAML::Node& rule : group["rules"]) {
        rules.push_back({file.filename(), text_of(rule["alert"]), text_of(rule["record"]),
                         rule["expr"].as<std::string>(), texts_of(rule["labels"]),
                         texts_of(rule["annotations"])});
      }
    }
  }
  return rules;
}

std::map<std::string, AlertProof> alert_proofs() {
  std::map<std::string, AlertProof> proofs;
  for (const fs::path& file : files_ending_with(".test.yml")) {
    for (const YAML::Node& test : YAML::LoadFile(file)["tests"]) {
      for (const YAML::Node& expected : test["alert_rule_test"]) {
        AlertProof& proof = proofs[expected["alertname"].as<std::string>()];
        ++(expected["exp_alerts"].size() > 0 ? proof.fires : proof.silent);
      }
    }
  }
  return proofs;
}

std::string shortened(const fs::path& file, int divisor) {
  std::ifstream stream(file);
  std::ostringstream all;
  all << stream.rdbuf();
  const std::string text = all.str();
  static const std::regex duration(R"((\[|offset |for: )([0-9]+)([smhd]))");
  std::string result;
  auto copied = text.cbegin();
  for (std::sregex_iterator found(text.begin(), text.end(), duration), end; found != end; ++found) {
    const std::smatch& match = *found;
    long shorter = milliseconds_of(match[2], match.str(3)[0]) / divisor;
    shorter = match[1] == "[" ? std::max(shorter, kShortestRangeMs) : std::max(shorter, 1L);
    result.append(copied, match[0].first);
    result += match.str(1) + std::to_string(shorter) + "ms";
    copied = match[0].second;
  }
  return result.append(copied, text.cend());
}

}  // namespace orbbench::tests
