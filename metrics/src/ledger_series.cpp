#include "ledger_series.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "orbbench/metrics/ledger.hpp"

namespace orbbench::metrics {
namespace {

constexpr double kLargestExactInteger = 9007199254740992.0;

std::string number_text(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// A label value in one line, as the page escapes it.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char octet : value) {
    if (octet == '\n') {
      text += "\\n";
    } else if (octet == '"' || octet == '\\') {
      text.append(1, '\\').append(1, octet);
    } else {
      text += octet;
    }
  }
  return text;
}

}  // namespace

std::vector<const Sample*> require_series(const Exposition& page, std::string_view name) {
  auto samples = page.named(name);
  if (samples.empty()) {
    throw LedgerError("the metrics page has no series " + std::string(name));
  }
  return samples;
}

const Sample& require_single(const Exposition& page, std::string_view name) {
  const auto samples = require_series(page, name);
  if (samples.size() > 1) {
    throw LedgerError("expected one series " + std::string(name) + " on the metrics page, found " +
                      std::to_string(samples.size()));
  }
  return *samples.front();
}

const std::string& require_label(const Sample& sample, const std::string& label) {
  const auto position = sample.labels.find(label);
  if (position == sample.labels.end()) {
    throw LedgerError("series " + describe(sample) + " lacks the label " + label);
  }
  return position->second;
}

std::uint64_t require_count(const Sample& sample) {
  const std::int64_t value = require_integer(sample);
  if (value < 0) {
    throw LedgerError("series " + describe(sample) + " is " + number_text(sample.value) +
                      ", which is no count");
  }
  return static_cast<std::uint64_t>(value);
}

std::int64_t require_integer(const Sample& sample) {
  if (!(std::abs(sample.value) <= kLargestExactInteger) ||
      std::trunc(sample.value) != sample.value) {
    throw LedgerError("series " + describe(sample) + " is " + number_text(sample.value) +
                      ", which is no count");
  }
  return static_cast<std::int64_t>(sample.value);
}

std::string describe(const Sample& sample) {
  std::string text = sample.name;
  const char* separator = "{";
  for (const auto& [label, value] : sample.labels) {
    text.append(separator).append(label).append("=\"").append(escaped(value)).append("\"");
    separator = ",";
  }
  return sample.labels.empty() ? text : text + "}";
}

}  // namespace orbbench::metrics
