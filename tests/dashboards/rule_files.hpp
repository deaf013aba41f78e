#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace orbbench::tests {

/// One rule of a file of metrics/alerts: an alert or a record.
struct Rule {
  std::string file;    ///< "core.rules.yml"
  std::string alert;   ///< empty for a record
  std::string record;  ///< empty for an alert
  std::string expression;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
};

/// metrics/alerts of the project.
const std::filesystem::path& alerts_folder();

/// Paths of its *.rules.yml, by name.
std::vector<std::filesystem::path> rule_files();
std::vector<Rule> all_rules();

/// How often promtool's tests want an alert to fire, and to be silent.
struct AlertProof {
  int fires = 0;
  int silent = 0;
};
/// By the alert's name, over all *.test.yml of the folder.
std::map<std::string, AlertProof> alert_proofs();

/// The rules of a file with each range, offset and `for` divided by that, ranges to four seconds at
/// the least.
std::string shortened(const std::filesystem::path& file, int divisor);

}  // namespace orbbench::tests
