#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::metrics {

using Labels = std::map<std::string, std::string>;

/// One line of a metrics page.
struct Sample {
  std::string name;
  Labels labels;
  double value = 0;  ///< may be NaN or infinite
  std::optional<std::int64_t> timestamp_ms;
};

enum class FamilyType { Untyped, Counter, Gauge, Histogram, Summary };

struct Family {
  std::string name;
  FamilyType type = FamilyType::Untyped;
  std::string help;
};

/// A metrics page, its samples in the order in which they stood. A value.
class Exposition {
 public:
  Exposition(std::vector<Family> families, std::vector<Sample> samples);

  const std::vector<Family>& families() const { return families_; }
  const std::vector<Sample>& samples() const { return samples_; }

  /// The value of the sample with exactly these labels.
  std::optional<double> value(std::string_view name, const Labels& labels) const;

  /// All samples of that name, in page order.
  std::vector<const Sample*> named(std::string_view name) const;

 private:
  std::vector<Family> families_;
  std::vector<Sample> samples_;
};

/// A page that is not Prometheus text. Line and column count from 1; the column is in octets.
class ParseError : public std::runtime_error {
 public:
  ParseError(std::size_t line, std::size_t column, const std::string& problem);

  std::size_t line() const { return line_; }
  std::size_t column() const { return column_; }

 private:
  std::size_t line_;
  std::size_t column_;
};

/// Reads the Prometheus text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats):
/// escapes, NaN and infinities, timestamps, comments, HELP and TYPE, histograms and summaries,
/// blank lines, CRLF, and a last line without its newline. Throws ParseError for all else:
/// among it a label or a series given twice, a second TYPE, a TYPE after its samples, and a page
/// that is not UTF-8.
Exposition parse_exposition(std::string_view page);

}  // namespace orbbench::metrics
