#pragma once

#include <string>
#include <vector>

#include "wrk_run.hpp"

namespace orbbench::bench {

/// p50 of reads through the gateway over p50 of reads straight at the widget core.
struct GatewayRatio {
  int connections = 0;
  double ratio_p50 = 0;
};

/// Everything that one run measured.
struct CostReport {
  std::vector<LoadResult> loads;  ///< in the order in which they ran
  std::vector<GatewayRatio> ratios;
  double revocation_ratio_p50 = 0;  ///< with many revoked tokens over with none
  long processors = 0;
  double load_average_before = 0;  ///< of this machine, over one minute

  std::uint64_t errors() const;
};

/// The sum of the p50 of the loads of that name and number of connections.
double sum_of_p50(const std::vector<LoadResult>& loads, const std::string& name, int connections);

std::string text_line(const LoadResult& load);
std::string table_head();
/// What follows from the table: ratios, the machine, errors.
std::string text_conclusion(const CostReport& report);
std::string to_json(const CostReport& report);

}  // namespace orbbench::bench
