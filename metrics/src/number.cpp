#include "number.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace orbbench::metrics {
namespace {

char lower(char octet) {
  return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet + ('a' - 'A')) : octet;
}

bool equal_in_any_case(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char left, char right) { return lower(left) == right; });
}

bool is_digit(char octet) {
  return octet >= '0' && octet <= '9';
}

bool is_hex_digit(char octet) {
  return is_digit(octet) || (lower(octet) >= 'a' && lower(octet) <= 'f');
}

enum class Base { Decimal, Hexadecimal };

/// A number taken apart: the digits with their point, and the digits of the exponent.
struct Literal {
  std::string_view mantissa;
  std::string_view exponent;  ///< with its sign; empty if there is none
};

bool is_mantissa(std::string_view text, Base base) {
  const auto belongs = base == Base::Decimal ? is_digit : is_hex_digit;
  const auto points = std::count(text.begin(), text.end(), '.');
  const auto digits = std::count_if(text.begin(), text.end(), belongs);
  return digits > 0 && points <= 1 && digits + points == static_cast<std::ptrdiff_t>(text.size());
}

bool is_exponent(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) {
    text.remove_prefix(1);
  }
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<Literal> take_apart(std::string_view text, Base base) {
  const std::size_t mark = text.find_first_of(base == Base::Decimal ? "eE" : "pP");
  const Literal literal{text.substr(0, mark),
                        mark == std::string_view::npos ? "" : text.substr(mark + 1)};
  // Go: a hexadecimal mantissa requires its exponent.
  const bool may_lack_exponent = base == Base::Decimal && mark == std::string_view::npos;
  if (!is_mantissa(literal.mantissa, base) ||
      !(may_lack_exponent || is_exponent(literal.exponent))) {
    return std::nullopt;
  }
  return literal;
}

/// Large enough to outweigh any mantissa that a page can hold, small enough to add to.
constexpr std::int64_t kHugeExponent = std::int64_t{1} << 60U;

std::int64_t exponent_of(const Literal& literal) {
  if (literal.exponent.empty()) {
    return 0;
  }
  if (const auto exponent = parse_integer(literal.exponent)) {
    return std::clamp(*exponent, -kHugeExponent, kHugeExponent);
  }
  return literal.exponent.starts_with('-') ? -kHugeExponent : kHugeExponent;
}

/// Whether a number that no double can hold is too large for it, rather than too small.
bool is_too_large(const Literal& literal, Base base) {
  const std::string_view mantissa = literal.mantissa;
  const auto first = static_cast<std::int64_t>(mantissa.find_first_not_of("0."));
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const std::int64_t weight_of_digit = base == Base::Decimal ? 1 : 4;
  return exponent_of(literal) + (point - first) * weight_of_digit > 0;
}

ParsedNumber parse_magnitude(std::string_view text, Base base) {
  const auto literal = take_apart(text, base);
  if (!literal) {
    return {};
  }
  const auto format = base == Base::Decimal ? std::chars_format::general : std::chars_format::hex;
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, format);
  if (fault == std::errc::result_out_of_range) {
    return is_too_large(*literal, base) ? ParsedNumber{NumberState::OutOfRange, 0}
                                        : ParsedNumber{NumberState::Valid, 0};
  }
  if (fault != std::errc{} || end != text.data() + text.size()) {
    return {};
  }
  return {NumberState::Valid, value};
}

ParsedNumber parse_unsigned(std::string_view text) {
  if (equal_in_any_case(text, "inf") || equal_in_any_case(text, "infinity")) {
    return {NumberState::Valid, std::numeric_limits<double>::infinity()};
  }
  if (text.starts_with("0x") || text.starts_with("0X")) {
    return parse_magnitude(text.substr(2), Base::Hexadecimal);
  }
  return parse_magnitude(text, Base::Decimal);
}

}  // namespace

ParsedNumber parse_number(std::string_view text) {
  if (equal_in_any_case(text, "nan")) {
    return {NumberState::Valid, std::numeric_limits<double>::quiet_NaN()};
  }
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  ParsedNumber number = parse_unsigned(text);
  if (negative) {
    number.value = -number.value;
  }
  return number;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace orbbench::metrics
