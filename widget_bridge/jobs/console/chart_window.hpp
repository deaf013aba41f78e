#pragma once

#include "console/chart.hpp"

namespace orbbench::console {

/// Which part of a chart's x is seen: the latest `span` (all with 0), or a part that the user chose
/// and that stays where it is while new points come. A value.
class ChartWindow {
 public:
  void set_span(double span) { span_ = span; }
  double span() const { return span_; }

  /// Whether it goes along with the latest point.
  bool follows() const { return !chosen_; }

  /// What is seen of points that reach over `all`, for an axis of that scale.
  Range seen(Range all, Scale scale) const;

  /// Shows 1/factor of what is seen, keeping what is at `place` (0 left, 1 right) where it is. What
  /// is seen never gets longer than all of it. At the latest point and with room for all again it
  /// follows.
  void zoom(double factor, double place, Range all, Scale scale);
  /// By that share of what is seen, to later ones for positive `share`; back at the latest point it
  /// follows again.
  void scroll(double share, Range all, Scale scale);
  void follow() { chosen_.reset(); }

 private:
  void choose(double from, double to, Range all, Scale scale);

  double span_ = 0;
  std::optional<Range> chosen_;
};

}  // namespace orbbench::console
