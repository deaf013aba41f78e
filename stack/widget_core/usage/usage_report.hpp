#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "usage/usage_sums.hpp"

namespace orbbench::widget_core {

/// A tenant's usage over some days, by day and in all.
class UsageReport {
 public:
  explicit UsageReport(UsageRange range) : range_(range) {}

  void add(const std::string& day, const std::string& operation, const UsageSums& sums);

  /// {"from", "to", "days": [...], "totals": [...]}: a total's times come of all its days' times,
  /// not of their percentiles.
  nlohmann::json to_json() const;

  /// The days, under a line of names (RFC 4180).
  std::string to_csv() const;

 private:
  UsageRange range_;
  std::vector<nlohmann::ordered_json> days_;
  std::map<std::string, UsageSums> totals_;
};

}  // namespace orbbench::widget_core
