#pragma once

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::console {

/// By the quantile's name ("p50", "p999"), in seconds.
using Quantiles = std::map<std::string, double, std::less<>>;

/// Figures to hold live ones against.
struct LatencyReference {
  std::string name;
  Quantiles latency;
  Quantiles floor;  ///< of a raw TCP round trip, measured beside it; may be empty
};

/// No such figures in there. One line.
class ReferenceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline constexpr std::size_t kMostReferenceOctets = std::size_t{64} << 20U;

/// Of figures as a latency run names them: latency_us_p50, floor_us_p99.
LatencyReference reference_of(const std::string& name,
                              const std::map<std::string, double>& figures);

/// Reads what `orbbench latency --json`, `orbbench baseline export` or `orbbench baseline show`
/// wrote. Throws ReferenceError.
LatencyReference parse_reference(std::string_view text);

/// The same of a file, which may be slow to read. Throws ReferenceError naming it.
LatencyReference read_reference(const std::string& file);

/// Whether the results store may keep a baseline under it: 1 to 64 of A-Z a-z 0-9 . _ -
bool is_baseline_name(std::string_view text);

/// The names in what `orbbench baseline list` wrote, in their order. Throws ReferenceError for what
/// is no such list.
std::vector<std::string> parse_baseline_names(std::string_view text);

}  // namespace orbbench::console
