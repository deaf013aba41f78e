#include "interop/values.hpp"

#include <cmath>
#include <utility>

#include "interop/object_address.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::json;
using orb_client::ConfigError;

constexpr std::size_t kShownOctets = 120;

/// {"$name": operand}: the two, nothing for any other value.
std::optional<std::pair<std::string, json>> form_of(const json& value) {
  if (value.is_object() && value.size() == 1 && value.begin().key().starts_with('$')) {
    return std::pair(value.begin().key(), value.begin().value());
  }
  return std::nullopt;
}

const json& kept(const ValueContext& context, const std::string& name) {
  const auto found = context.kept.find(name);
  if (found == context.kept.end()) {
    throw ConfigError("no earlier step keeps " + name);
  }
  return found->second;
}

json repeat(const json& unit, std::size_t count) {
  if (!unit.is_string()) {
    return json::array_t(count, unit);
  }
  const std::string& text = unit.get_ref<const std::string&>();
  std::string repeated;
  repeated.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) {
    repeated += text;
  }
  return repeated;
}

json range(std::int64_t from, std::int64_t to) {
  json values = json::array();
  for (std::int64_t value = from; value <= to; ++value) {
    values.push_back(value);
  }
  return values;
}

json expand_form(const std::string& name, const json& operand, const ValueContext& context) {
  if (name == "$repeat") {
    return repeat(expand(operand.at(0), context), operand.at(1).get<std::size_t>());
  }
  if (name == "$range") {
    return range(operand.at(0).get<std::int64_t>(), operand.at(1).get<std::int64_t>());
  }
  if (name == "$kept") {
    return kept(context, operand.get<std::string>());
  }
  if (name == "$self") {
    return context.self;
  }
  if (name == "$foreign") {
    return kForeignReference;
  }
  throw ConfigError("no such form of a value: " + name);
}

std::string mismatch(const std::string& place, const std::string& expected, const json& got) {
  return (place.empty() ? "" : place + ": ") + "expected " + expected + ", got " + shown(got);
}

using Difference = std::optional<std::string>;

Difference compare(const json& expected, const json& got, const ValueContext& context,
                   const std::string& place);

Difference compare_reference(const std::string& which, const json& got, const ValueContext& context,
                             const std::string& place) {
  const std::string wanted = which == "self" ? context.self : kForeignReference;
  const auto address = got.is_string() ? ObjectAddress::of(got.get<std::string>()) : std::nullopt;
  if (address && *address == ObjectAddress::of(wanted)) {
    return std::nullopt;
  }
  return mismatch(place, "a reference to " + wanted, got);
}

bool same_single(double expected, const json& got) {
  return got.is_number() && static_cast<float>(got.get<double>()) == static_cast<float>(expected);
}

/// Of the forms that only an expectation has; nothing when this is none of them.
std::optional<Difference> compare_form(const std::string& name, const json& operand,
                                       const json& got, const ValueContext& context,
                                       const std::string& place) {
  if (name == "$float") {
    return same_single(operand.get<double>(), got)
               ? Difference()
               : mismatch(place, operand.dump() + " in single precision", got);
  }
  if (name == "$present") {
    return got.is_null() ? mismatch(place, "a value", got) : Difference();
  }
  if (name == "$plus") {
    const json sum = kept(context, operand.at(0).get<std::string>()).get<std::int64_t>() +
                     operand.at(1).get<std::int64_t>();
    return compare(sum, got, context, place);
  }
  if (name == "$reference") {
    return compare_reference(operand.get<std::string>(), got, context, place);
  }
  return std::nullopt;
}

Difference compare_arrays(const json& expected, const json& got, const ValueContext& context,
                          const std::string& place) {
  if (!got.is_array() || expected.size() != got.size()) {
    return mismatch(place, shown(expected), got);
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (auto found = compare(expected[i], got[i], context, place + "/" + std::to_string(i))) {
      return found;
    }
  }
  return std::nullopt;
}

Difference compare_objects(const json& expected, const json& got, const ValueContext& context,
                           const std::string& place) {
  if (!got.is_object() || expected.size() != got.size()) {
    return mismatch(place, shown(expected), got);
  }
  for (const auto& [key, value] : expected.items()) {
    if (!got.contains(key)) {
      return mismatch(place, shown(expected), got);
    }
    if (auto found = compare(value, got[key], context, place + "/" + key)) {
      return found;
    }
  }
  return std::nullopt;
}

bool same_scalar(const json& expected, const json& got) {
  const bool numbers = expected.is_number() && got.is_number();
  if (numbers && (expected.is_number_float() || got.is_number_float())) {
    const auto left = expected.get<double>();
    const auto right = got.get<double>();
    return left == right && std::signbit(left) == std::signbit(right);
  }
  return expected == got;
}

Difference compare(const json& expected, const json& got, const ValueContext& context,
                   const std::string& place) {
  if (const auto form = form_of(expected)) {
    if (auto compared = compare_form(form->first, form->second, got, context, place)) {
      return *compared;
    }
    return compare(expand_form(form->first, form->second, context), got, context, place);
  }
  if (expected.is_array()) {
    return compare_arrays(expected, got, context, place);
  }
  if (expected.is_object()) {
    return compare_objects(expected, got, context, place);
  }
  return same_scalar(expected, got) ? Difference() : mismatch(place, shown(expected), got);
}

}  // namespace

json expand(const json& value, const ValueContext& context) {
  if (const auto form = form_of(value)) {
    return expand_form(form->first, form->second, context);
  }
  if (!value.is_structured()) {
    return value;
  }
  json expanded = value;
  for (json& element : expanded) {
    element = expand(element, context);
  }
  return expanded;
}

std::optional<std::string> difference(const json& expected, const json& got,
                                      const ValueContext& context) {
  return compare(expected, got, context, "");
}

std::string shown(const json& value) {
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > kShownOctets) {
    const std::string length = std::to_string(text.size());
    text.resize(kShownOctets);
    text += "... (" + length + " characters)";
  }
  return text;
}

}  // namespace orbbench::interop
