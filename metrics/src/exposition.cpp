#include "orbbench/metrics/exposition.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::metrics {

Exposition::Exposition(std::vector<Family> families, std::vector<Sample> samples)
    : families_(std::move(families)), samples_(std::move(samples)) {}

std::optional<double> Exposition::value(std::string_view name, const Labels& labels) const {
  const auto sample = std::find_if(samples_.begin(), samples_.end(), [&](const Sample& candidate) {
    return candidate.name == name && candidate.labels == labels;
  });
  return sample == samples_.end() ? std::nullopt : std::optional(sample->value);
}

std::vector<const Sample*> Exposition::named(std::string_view name) const {
  std::vector<const Sample*> found;
  for (const Sample& sample : samples_) {
    if (sample.name == name) {
      found.push_back(&sample);
    }
  }
  return found;
}

ParseError::ParseError(std::size_t line, std::size_t column, const std::string& problem)
    : std::runtime_error("line " + std::to_string(line) + ", column " + std::to_string(column) +
                         ": " + problem),
      line_(line),
      column_(column) {}

}  // namespace orbbench::metrics
