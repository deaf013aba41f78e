#include "bound_rules.hpp"

#include <cmath>
#include <limits>

#include "number.hpp"

namespace orbbench::metrics {
namespace {

// Occurs in no UTF-8 text, so no two series share a key.
constexpr char kSeparator = '\xFF';

std::string_view bound_label(FamilyType type) {
  return type == FamilyType::Histogram ? "le" : "quantile";
}

bool carries_bound(const Family& family, const Sample& sample) {
  return family.type == FamilyType::Histogram ? sample.name.ends_with("_bucket")
                                              : sample.name == family.name;
}

}  // namespace

std::string series_key(std::string_view name, const Labels& labels, std::string_view without) {
  std::string key(name);
  for (const auto& [label, value] : labels) {
    if (label != without) {
      key.append(1, kSeparator).append(label).append(1, kSeparator).append(value);
    }
  }
  return key;
}

void BoundRules::check(const Family& family, const Sample& sample, Place place) {
  if (family.type != FamilyType::Histogram && family.type != FamilyType::Summary) {
    return;
  }
  if (family.type == FamilyType::Histogram && sample.name == family.name) {
    cursor_.fail(place, "expected the suffix _bucket, _sum or _count on a sample of histogram " +
                            quoted(family.name));
  }
  Bounds& bounds = bounds_of(family, sample.labels, place);
  if (carries_bound(family, sample)) {
    raise(bounds, sample.labels, place);
  }
}

void BoundRules::finish() const {
  for (const Bounds& bounds : bounds_) {
    if (bounds.type == FamilyType::Histogram &&
        bounds.last != std::numeric_limits<double>::infinity()) {
      cursor_.fail(bounds.first_seen,
                   "histogram " + quoted(bounds.family) + " lacks its bucket with le=\"+Inf\"");
    }
  }
}

BoundRules::Bounds& BoundRules::bounds_of(const Family& family, const Labels& labels, Place place) {
  const auto [position, is_new] = indices_.try_emplace(
      series_key(family.name, labels, bound_label(family.type)), bounds_.size());
  if (is_new) {
    bounds_.push_back({family.name, family.type, place});
  }
  return bounds_[position->second];
}

void BoundRules::raise(Bounds& bounds, const Labels& labels, Place place) const {
  const std::string label(bound_label(bounds.type));
  const auto text = labels.find(label);
  if (text == labels.end()) {
    cursor_.fail(place, "expected a label '" + label + "' on a sample of " + quoted(bounds.family));
  }
  const ParsedNumber bound = parse_number(text->second);
  if (bound.state != NumberState::Valid || std::isnan(bound.value)) {
    cursor_.fail(place,
                 "expected a number in label '" + label + "', found " + quoted(text->second));
  }
  if (bounds.last && bound.value <= *bounds.last) {
    cursor_.fail(place, "expected the values of label '" + label + "' of " + quoted(bounds.family) +
                            " in rising order, found " + quoted(text->second));
  }
  bounds.last = bound.value;
}

}  // namespace orbbench::metrics
