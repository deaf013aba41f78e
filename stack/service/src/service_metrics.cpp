#include "orbbench/service/service_metrics.hpp"

#include <array>
#include <charconv>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace orbbench::service {
namespace {

using metrics::FamilyType;
using metrics::ServedFamily;
using std::chrono::steady_clock;

constexpr std::size_t kMaxLabelSets = 256;
constexpr std::array kBounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                             0.25,  0.5,    1.0,   2.5,  5.0,   10.0};
constexpr std::array<std::string_view, 7> kMethods{"GET",    "POST",    "PUT", "PATCH",
                                                   "DELETE", "OPTIONS", "HEAD"};

std::string to_text(double bound) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), bound).ptr;
  return {text.data(), end};
}

/// A method that a client made up is no label.
std::string to_label(const std::string& method) {
  for (const auto known : kMethods) {
    if (method == known) {
      return method;
    }
  }
  return "OTHER";
}

struct Counter {
  std::string help;
  std::map<metrics::Labels, double> values;
};

struct Duration {
  std::string help;
  std::array<std::uint64_t, kBounds.size()> at_most{};
  std::uint64_t count = 0;
  double sum_seconds = 0;
};

struct Gauge {
  std::string help;
  ServiceMetrics::ReadGauge read;
};

void add(ServedFamily& family, const std::string& name, metrics::Labels labels, double value) {
  family.samples.push_back({name, std::move(labels), value, std::nullopt});
}

}  // namespace

struct ServiceMetrics::Implementation {
  explicit Implementation(std::string name) : service(std::move(name)) {}

  metrics::Labels with_service(const Labels& labels) const {
    metrics::Labels all(labels.begin(), labels.end());
    all["service"] = service;
    return all;
  }

  ServedFamily to_family(const std::string& name, const Counter& counter) const {
    ServedFamily family{{name, FamilyType::Counter, counter.help}, {}};
    if (counter.values.empty()) {
      add(family, name, with_service({}), 0);
    }
    for (const auto& [labels, value] : counter.values) {
      add(family, name, labels, value);
    }
    return family;
  }

  ServedFamily to_family(const std::string& name, const Duration& duration) const {
    ServedFamily family{{name, FamilyType::Histogram, duration.help}, {}};
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      add(family, name + "_bucket", with_service({{"le", to_text(kBounds[i])}}),
          static_cast<double>(duration.at_most[i]));
    }
    add(family, name + "_bucket", with_service({{"le", "+Inf"}}),
        static_cast<double>(duration.count));
    add(family, name + "_sum", with_service({}), duration.sum_seconds);
    add(family, name + "_count", with_service({}), static_cast<double>(duration.count));
    return family;
  }

  ServedFamily to_family(const std::string& name, const Gauge& gauge) const {
    ServedFamily family{{name, FamilyType::Gauge, gauge.help}, {}};
    for (const auto& [labels, value] : gauge.read()) {
      add(family, name, with_service(labels), value);
    }
    return family;
  }

  const std::string service;
  mutable std::mutex mutex;
  std::map<std::string, Counter> counters;
  std::map<std::string, Duration> durations;
  std::map<std::string, Gauge> gauges;
};

ServiceMetrics::ServiceMetrics(std::string service)
    : implementation_(std::make_unique<Implementation>(std::move(service))) {
  declare_counter("http_requests_total", "Requests that were answered");
  declare_duration("http_request_duration_seconds", "From a request's arrival to its reply");
}

ServiceMetrics::~ServiceMetrics() = default;

const std::string& ServiceMetrics::service() const {
  return implementation_->service;
}

void ServiceMetrics::count_request(const std::string& method, int status,
                                   steady_clock::duration elapsed) {
  count("http_requests_total", {{"method", to_label(method)}, {"status", std::to_string(status)}});
  observe_duration("http_request_duration_seconds", elapsed);
}

void ServiceMetrics::declare_counter(const std::string& name, const std::string& help) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->counters[name].help = help;
}

void ServiceMetrics::count(const std::string& name, const Labels& labels, double by) {
  const auto all = implementation_->with_service(labels);
  const std::lock_guard lock(implementation_->mutex);
  auto& values = implementation_->counters[name].values;
  const auto entry = values.find(all);
  if (entry != values.end()) {
    entry->second += by;
  } else if (values.size() < kMaxLabelSets) {
    values.emplace(all, by);
  }
}

void ServiceMetrics::declare_duration(const std::string& name, const std::string& help) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->durations[name].help = help;
}

void ServiceMetrics::observe_duration(const std::string& name, steady_clock::duration elapsed) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  const std::lock_guard lock(implementation_->mutex);
  Duration& duration = implementation_->durations[name];
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    duration.at_most[i] += seconds <= kBounds[i] ? 1U : 0U;
  }
  ++duration.count;
  duration.sum_seconds += seconds;
}

void ServiceMetrics::declare_gauge(const std::string& name, const std::string& help,
                                   ReadGauge read) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->gauges[name] = {help, std::move(read)};
}

std::vector<ServedFamily> ServiceMetrics::collect() const {
  std::vector<ServedFamily> page;
  std::map<std::string, Gauge> gauges;
  {
    const std::lock_guard lock(implementation_->mutex);
    for (const auto& [name, counter] : implementation_->counters) {
      page.push_back(implementation_->to_family(name, counter));
    }
    for (const auto& [name, duration] : implementation_->durations) {
      page.push_back(implementation_->to_family(name, duration));
    }
    gauges = implementation_->gauges;
  }
  for (const auto& [name, gauge] : gauges) {  // read without the lock: they may count
    page.push_back(implementation_->to_family(name, gauge));
  }
  for (auto& family : metrics::process_families()) {
    page.push_back(std::move(family));
  }
  return page;
}

}  // namespace orbbench::service
