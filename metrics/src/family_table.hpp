#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "line_cursor.hpp"
#include "orbbench/metrics/exposition.hpp"
#include "place.hpp"

namespace orbbench::metrics {

/// The families of a page as it is read, and the rules of the format on the order of their lines:
/// one group each, at most one HELP and one TYPE, the TYPE before the samples. Names point into the
/// page.
class FamilyTable {
 public:
  /// `cursor` reports what breaks a rule, at the place given with the call.
  explicit FamilyTable(const LineCursor& cursor) : cursor_(cursor) {}

  void add_help(std::string_view name, std::string help, Place place);
  void add_type(std::string_view name, FamilyType type, Place place);

  /// The family that a sample of that name belongs to: x_bucket, x_sum and x_count to a histogram
  /// x, x_sum and x_count to a summary x.
  const Family& add_sample(std::string_view name, Place place);

  std::vector<Family> take_families() && { return std::move(families_); }

 private:
  struct Lines {
    bool help = false;
    bool type = false;
    bool samples = false;
  };

  std::size_t enter(std::string_view name, Place place);
  std::string_view family_name(std::string_view sample_name) const;
  std::optional<FamilyType> type_of(std::string_view name) const;
  bool has_untyped_samples(const std::string& name) const;

  const LineCursor& cursor_;
  std::vector<Family> families_;
  std::vector<Lines> lines_;  ///< of the family at the same index
  std::unordered_map<std::string_view, std::size_t> indices_;
  std::optional<std::size_t> current_;
};

}  // namespace orbbench::metrics
