#include "family_conversion.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "number.hpp"

namespace orbbench::metrics {
namespace {

prometheus::MetricType to_prometheus(FamilyType type) {
  switch (type) {
    case FamilyType::Counter:
      return prometheus::MetricType::Counter;
    case FamilyType::Gauge:
      return prometheus::MetricType::Gauge;
    case FamilyType::Histogram:
      return prometheus::MetricType::Histogram;
    case FamilyType::Summary:
      return prometheus::MetricType::Summary;
    case FamilyType::Untyped:
      return prometheus::MetricType::Untyped;
  }
  return prometheus::MetricType::Untyped;
}

// Readers of the contract match its lines as text, where these labels come first.
constexpr std::array<std::string_view, 2> kLeadingLabels = {"service", "site"};

std::vector<prometheus::ClientMetric::Label> ordered(Labels labels) {
  std::vector<prometheus::ClientMetric::Label> in_order;
  in_order.reserve(labels.size());
  for (const std::string_view name : kLeadingLabels) {
    if (const auto label = labels.find(std::string(name)); label != labels.end()) {
      in_order.push_back({label->first, label->second});
      labels.erase(label);
    }
  }
  for (const auto& [name, value] : labels) {
    in_order.push_back({name, value});
  }
  return in_order;
}

// prometheus-cpp 1.0 escapes label values but not the text of HELP.
std::string escaped_help(const std::string& help) {
  std::string text;
  for (const char octet : help) {
    if (octet == '\n') {
      text += "\\n";
    } else if (octet == '\\') {
      text += "\\\\";
    } else {
      text += octet;
    }
  }
  return text;
}

/// The histograms or summaries of a family by their labels, each in the place of its first sample.
class Groups {
 public:
  explicit Groups(prometheus::MetricFamily& family) : family_(family) {}

  prometheus::ClientMetric& of(const Labels& labels) {
    const auto [position, is_new] = indices_.try_emplace(labels, family_.metric.size());
    if (is_new) {
      family_.metric.emplace_back().label = ordered(labels);
    }
    return family_.metric[position->second];
  }

 private:
  prometheus::MetricFamily& family_;
  std::map<Labels, std::size_t> indices_;
};

double take_bound(Labels& labels, const char* name) {
  const auto label = labels.extract(name);
  return label ? parse_number(label.mapped()).value : 0;
}

void add_to_histogram(const Sample& sample, Groups& groups) {
  Labels labels = sample.labels;
  const double bound = take_bound(labels, "le");
  auto& histogram = groups.of(labels).histogram;
  if (sample.name.ends_with("_sum")) {
    histogram.sample_sum = sample.value;
  } else if (sample.name.ends_with("_count")) {
    histogram.sample_count = static_cast<std::uint64_t>(sample.value);
  } else {
    histogram.bucket.push_back({static_cast<std::uint64_t>(sample.value), bound});
  }
}

void add_to_summary(const Sample& sample, Groups& groups) {
  Labels labels = sample.labels;
  const double quantile = take_bound(labels, "quantile");
  auto& summary = groups.of(labels).summary;
  if (sample.name.ends_with("_sum")) {
    summary.sample_sum = sample.value;
  } else if (sample.name.ends_with("_count")) {
    summary.sample_count = static_cast<std::uint64_t>(sample.value);
  } else {
    summary.quantile.push_back({quantile, sample.value});
  }
}

void add_plain(const Sample& sample, prometheus::MetricFamily& family) {
  auto& metric = family.metric.emplace_back();
  metric.label = ordered(sample.labels);
  metric.timestamp_ms = sample.timestamp_ms.value_or(0);
  // The serialiser reads the one of the family's type.
  metric.counter.value = sample.value;
  metric.gauge.value = sample.value;
  metric.untyped.value = sample.value;
}

}  // namespace

prometheus::MetricFamily to_prometheus(const ServedFamily& served) {
  prometheus::MetricFamily family;
  family.name = served.family.name;
  family.help = escaped_help(served.family.help);
  family.type = to_prometheus(served.family.type);
  Groups groups(family);
  for (const Sample& sample : served.samples) {
    if (served.family.type == FamilyType::Histogram) {
      add_to_histogram(sample, groups);
    } else if (served.family.type == FamilyType::Summary) {
      add_to_summary(sample, groups);
    } else {
      add_plain(sample, family);
    }
  }
  return family;
}

}  // namespace orbbench::metrics
