#pragma once

#include <string>
#include <vector>

#include "checks/result.hpp"
#include "orbbench/metrics/growth.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// Several quantities under one check: it takes the worst of them.
class GrowthCheck {
 public:
  GrowthCheck(const char* name, metrics::GrowthMargin margin);

  /// Nothing where there is no sample of it.
  void add(const std::string& what, const std::vector<metrics::GrowthSample>& samples);

  /// Judged likewise, and only shown where it does not pass: there are many.
  void add_site(const std::string& site, const std::vector<metrics::GrowthSample>& samples);

  /// Once, at the end.
  CheckResult finish(const SoakRecord& record);

  CheckResult& result() { return result_; }

 private:
  void note(const std::string& what, const metrics::GrowthJudgement& growth);

  CheckResult result_;
  metrics::GrowthMargin margin_;
};

}  // namespace orbbench::bench
