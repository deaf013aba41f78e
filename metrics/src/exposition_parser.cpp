#include <array>
#include <string>
#include <unordered_set>
#include <utility>

#include "bound_rules.hpp"
#include "family_table.hpp"
#include "line_cursor.hpp"
#include "number.hpp"
#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {
namespace {

bool starts_label_name(char octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || octet == '_';
}

bool continues_label_name(char octet) {
  return starts_label_name(octet) || (octet >= '0' && octet <= '9');
}

bool starts_metric_name(char octet) {
  return starts_label_name(octet) || octet == ':';
}

bool continues_metric_name(char octet) {
  return continues_label_name(octet) || octet == ':';
}

constexpr std::array<std::pair<std::string_view, FamilyType>, 5> kTypes = {{
    {"counter", FamilyType::Counter},
    {"gauge", FamilyType::Gauge},
    {"histogram", FamilyType::Histogram},
    {"summary", FamilyType::Summary},
    {"untyped", FamilyType::Untyped},
}};

std::optional<FamilyType> family_type(std::string_view word) {
  for (const auto& [name, type] : kTypes) {
    if (word == name) {
      return type;
    }
  }
  return std::nullopt;
}

/// Recursive descent over one page. Each octet is looked at a fixed number of times, and series and
/// families are hashed, so that the time is linear in the length of the page, but for sorting the
/// labels of each sample.
class ExpositionParser {
 public:
  explicit ExpositionParser(std::string_view page) : cursor_(page) {}

  Exposition parse();

 private:
  void parse_line();
  void parse_comment();
  void parse_help();
  void parse_type();
  std::string parse_help_text();
  void parse_sample();
  Labels parse_labels();
  void parse_label(Labels& labels);
  std::string parse_label_value();
  char parse_escape(std::string_view allowed, const std::string& expected);
  double parse_value();
  std::optional<std::int64_t> parse_timestamp();
  std::string_view take_metric_name();
  void add(Sample sample, std::string_view name, Place place);

  LineCursor cursor_;
  FamilyTable families_{cursor_};
  BoundRules bounds_{cursor_};
  std::unordered_set<std::string> series_;
  std::vector<Sample> samples_;
};

Exposition ExpositionParser::parse() {
  while (cursor_.next_line()) {
    parse_line();
    cursor_.require_utf8();
  }
  bounds_.finish();
  return {std::move(families_).take_families(), std::move(samples_)};
}

void ExpositionParser::parse_line() {
  cursor_.skip_blanks();
  if (cursor_.at_end()) {
    return;
  }
  if (cursor_.peek() == '#') {
    cursor_.advance();
    parse_comment();
  } else {
    parse_sample();
  }
}

void ExpositionParser::parse_comment() {
  cursor_.skip_blanks();
  const std::string_view keyword = cursor_.take_word();
  if (keyword == "HELP") {
    parse_help();
  } else if (keyword == "TYPE") {
    parse_type();
  }
}

void ExpositionParser::parse_help() {
  cursor_.skip_blanks();
  const Place place = cursor_.place();
  const std::string_view name = take_metric_name();
  if (!cursor_.at_end() && !cursor_.at_blank()) {
    cursor_.fail_expecting("a blank after the metric name");
  }
  cursor_.skip_blanks();
  std::string text = parse_help_text();
  families_.add_help(name, std::move(text), place);
}

std::string ExpositionParser::parse_help_text() {
  std::string text;
  while (!cursor_.at_end()) {
    const char octet = cursor_.peek();
    cursor_.advance();
    text += octet == '\\' ? parse_escape("\\n", "'\\' or 'n' after '\\'") : octet;
  }
  // The format ignores blanks at the end of any line.
  text.erase(text.find_last_not_of(" \t") + 1);
  return text;
}

void ExpositionParser::parse_type() {
  cursor_.skip_blanks();
  const Place place = cursor_.place();
  const std::string_view name = take_metric_name();
  if (!cursor_.at_blank()) {
    cursor_.fail_expecting("a blank and a type after the metric name");
  }
  cursor_.skip_blanks();
  const Place type_place = cursor_.place();
  const std::string_view word = cursor_.take_word();
  const auto type = family_type(word);
  if (!type) {
    cursor_.fail(type_place,
                 "expected counter, gauge, histogram, summary or untyped, found " + quoted(word));
  }
  cursor_.skip_blanks();
  if (!cursor_.at_end()) {
    cursor_.fail_expecting("the end of the line after the type");
  }
  families_.add_type(name, *type, place);
}

std::string_view ExpositionParser::take_metric_name() {
  if (!starts_metric_name(cursor_.peek())) {
    cursor_.fail_expecting("a metric name");
  }
  return cursor_.take_while(continues_metric_name);
}

void ExpositionParser::parse_sample() {
  const Place place = cursor_.place();
  const std::string_view name = take_metric_name();
  if (!cursor_.at_blank() && cursor_.peek() != '{') {
    cursor_.fail_expecting("a blank or '{' after the metric name");
  }
  Sample sample;
  sample.name = name;
  cursor_.skip_blanks();
  if (cursor_.peek() == '{') {
    cursor_.advance();
    sample.labels = parse_labels();
    cursor_.skip_blanks();
  }
  sample.value = parse_value();
  sample.timestamp_ms = parse_timestamp();
  add(std::move(sample), name, place);
}

Labels ExpositionParser::parse_labels() {
  Labels labels;
  cursor_.skip_blanks();
  while (cursor_.peek() != '}') {
    parse_label(labels);
    cursor_.skip_blanks();
    if (cursor_.peek() == ',') {
      cursor_.advance();
      cursor_.skip_blanks();
    } else if (cursor_.peek() != '}') {
      cursor_.fail_expecting("',' or '}' after the label");
    }
  }
  cursor_.advance();
  return labels;
}

void ExpositionParser::parse_label(Labels& labels) {
  const Place place = cursor_.place();
  if (!starts_label_name(cursor_.peek())) {
    cursor_.fail_expecting("a label name or '}'");
  }
  std::string name(cursor_.take_while(continues_label_name));
  if (name == "__name__") {
    cursor_.fail(place, "label name '__name__' is reserved");
  }
  if (labels.contains(name)) {
    cursor_.fail(place, "label " + quoted(name) + " given twice");
  }
  cursor_.skip_blanks();
  if (cursor_.peek() != '=') {
    cursor_.fail_expecting("'=' after the label name");
  }
  cursor_.advance();
  cursor_.skip_blanks();
  if (cursor_.peek() != '"') {
    cursor_.fail_expecting("'\"' before the label value");
  }
  cursor_.advance();
  labels.emplace(std::move(name), parse_label_value());
}

std::string ExpositionParser::parse_label_value() {
  std::string value;
  while (cursor_.peek() != '"') {
    if (cursor_.at_end()) {
      cursor_.fail_expecting("'\"' after the label value");
    }
    const char octet = cursor_.peek();
    cursor_.advance();
    value += octet == '\\' ? parse_escape("\\\"n", "'\\', '\"' or 'n' after '\\'") : octet;
  }
  cursor_.advance();
  return value;
}

char ExpositionParser::parse_escape(std::string_view allowed, const std::string& expected) {
  const char octet = cursor_.peek();
  if (allowed.find(octet) == std::string_view::npos) {
    cursor_.fail_expecting(expected);
  }
  cursor_.advance();
  return octet == 'n' ? '\n' : octet;
}

double ExpositionParser::parse_value() {
  if (cursor_.at_end()) {
    cursor_.fail_expecting("a value");
  }
  const Place place = cursor_.place();
  const std::string_view word = cursor_.take_word();
  const ParsedNumber number = parse_number(word);
  if (number.state == NumberState::OutOfRange) {
    cursor_.fail(place, "expected a value that a double can hold, found " + quoted(word));
  }
  if (number.state == NumberState::Malformed) {
    cursor_.fail(place, "expected a value, found " + quoted(word));
  }
  return number.value;
}

std::optional<std::int64_t> ExpositionParser::parse_timestamp() {
  cursor_.skip_blanks();
  if (cursor_.at_end()) {
    return std::nullopt;
  }
  const Place place = cursor_.place();
  const std::string_view word = cursor_.take_word();
  const auto timestamp = parse_integer(word);
  if (!timestamp) {
    cursor_.fail(place, "expected a timestamp in milliseconds or the end of the line, found " +
                            quoted(word));
  }
  cursor_.skip_blanks();
  if (!cursor_.at_end()) {
    cursor_.fail_expecting("the end of the line after the timestamp");
  }
  return timestamp;
}

void ExpositionParser::add(Sample sample, std::string_view name, Place place) {
  const Family& family = families_.add_sample(name, place);
  if (!series_.insert(series_key(name, sample.labels)).second) {
    cursor_.fail(place, "series of " + quoted(name) + " given twice with the same labels");
  }
  bounds_.check(family, sample, place);
  samples_.push_back(std::move(sample));
}

}  // namespace

Exposition parse_exposition(std::string_view page) {
  return ExpositionParser(page).parse();
}

}  // namespace orbbench::metrics
