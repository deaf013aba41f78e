#include "gate/margins.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::gate {
namespace {

constexpr double kLargest = 100;
constexpr std::array<std::pair<const char*, double>, 5> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};

[[noreturn]] void refuse(const std::string& change) {
  throw orb_client::ConfigError("--margin: '" + change.substr(0, 40) +
                                "' is none: give p50, p90, p95, p99, p999 or errors, and a share "
                                "of 0 to 100, as p50=0.05");
}

double share_in(const std::string& change, std::size_t place) {
  double value = 0;
  const char* end = change.data() + change.size();
  const auto read = std::from_chars(change.data() + place, end, value);
  if (read.ec != std::errc() || read.ptr != end || !(value >= 0 && value <= kLargest)) {
    refuse(change);
  }
  return value;
}

void set_quantile(Margins& margins, const std::string& name, double share, double margin) {
  const auto known = std::ranges::find(margins.quantiles, name, &QuantileMargin::quantile);
  if (known != margins.quantiles.end()) {
    known->margin = margin;
    return;
  }
  margins.quantiles.push_back({name, share, margin});
  std::ranges::sort(margins.quantiles, {}, &QuantileMargin::share);
}

}  // namespace

Margins margins_with(const std::vector<std::string>& changes) {
  Margins margins;
  for (const std::string& change : changes) {
    const std::size_t equals = change.find('=');
    const std::string name = change.substr(0, equals);
    const auto* quantile = std::ranges::find(
        kQuantiles, name, [](const auto& entry) { return std::string(entry.first); });
    if (equals == std::string::npos || (quantile == kQuantiles.end() && name != "errors")) {
      refuse(change);
    }
    const double margin = share_in(change, equals + 1);
    if (quantile == kQuantiles.end()) {
      margins.error_rate = margin;
    } else {
      set_quantile(margins, name, quantile->second, margin);
    }
  }
  return margins;
}

}  // namespace orbbench::gate
