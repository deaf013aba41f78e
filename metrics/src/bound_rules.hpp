#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "line_cursor.hpp"
#include "orbbench/metrics/exposition.hpp"
#include "place.hpp"

namespace orbbench::metrics {

/// One text for a series: equal texts, equal name and labels, whatever order they were given in.
/// `without` names a label to leave out.
std::string series_key(std::string_view name, const Labels& labels, std::string_view without = {});

/// The rules of the format on the series of histograms and summaries: the label `le` or `quantile`
/// is a number, the numbers of one histogram or summary rise, and a histogram ends with "+Inf".
/// That its "+Inf" bucket equals its count is not looked at: a core that counts while it writes its
/// page breaks that without its page being unreadable.
class BoundRules {
 public:
  explicit BoundRules(const LineCursor& cursor) : cursor_(cursor) {}

  /// `place` is that of the sample, for the complaint.
  void check(const Family& family, const Sample& sample, Place place);

  /// At the end of the page: every histogram has its "+Inf" bucket.
  void finish() const;

 private:
  struct Bounds {
    std::string family;
    FamilyType type;
    Place first_seen;
    std::optional<double> last = std::nullopt;
  };

  Bounds& bounds_of(const Family& family, const Labels& labels, Place place);
  void raise(Bounds& bounds, const Labels& labels, Place place) const;

  const LineCursor& cursor_;
  std::unordered_map<std::string, std::size_t> indices_;
  std::vector<Bounds> bounds_;  ///< of each histogram and summary, in page order
};

}  // namespace orbbench::metrics
