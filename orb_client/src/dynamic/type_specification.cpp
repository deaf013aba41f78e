#include "type_specification.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "orbbench/orb_client/errors.hpp"
#include "text_excerpt.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxLength = 4096;
constexpr std::size_t kMaxDepth = 64;
constexpr CORBA::ULong kMaxFixedDigits = 31;  // CORBA 3.3 part 1, 7.11.3.4

using TypeCode = CORBA::TypeCode_var;

TypeCode share(CORBA::TypeCode_ptr type) {
  return CORBA::TypeCode::_duplicate(type);
}

// The nil ORB has the factory's operations too: they use nothing of an ORB.
CORBA::ORB_ptr factory() {
  return CORBA::ORB::_nil();
}

TypeCode basic_type(std::string_view name) {
  const std::array<std::pair<std::string_view, CORBA::TypeCode_ptr>, 23> types{{
      {"null", CORBA::_tc_null},
      {"void", CORBA::_tc_void},
      {"short", CORBA::_tc_short},
      {"long", CORBA::_tc_long},
      {"long long", CORBA::_tc_longlong},
      {"unsigned short", CORBA::_tc_ushort},
      {"unsigned long", CORBA::_tc_ulong},
      {"unsigned long long", CORBA::_tc_ulonglong},
      {"float", CORBA::_tc_float},
      {"double", CORBA::_tc_double},
      {"long double", CORBA::_tc_longdouble},
      {"boolean", CORBA::_tc_boolean},
      {"char", CORBA::_tc_char},
      {"wchar", CORBA::_tc_wchar},
      {"octet", CORBA::_tc_octet},
      {"any", CORBA::_tc_any},
      {"string", CORBA::_tc_string},
      {"wstring", CORBA::_tc_wstring},
      {"Object", CORBA::_tc_Object},
      {"CORBA::Object", CORBA::_tc_Object},
      {"::CORBA::Object", CORBA::_tc_Object},
      {"CORBA::TypeCode", CORBA::_tc_TypeCode},
      {"::CORBA::TypeCode", CORBA::_tc_TypeCode},
  }};
  for (const auto& [known, type] : types) {
    if (known == name) {
      return share(type);
    }
  }
  return share(CORBA::TypeCode::_nil());
}

class Parser {
 public:
  Parser(std::string_view text, const FindNamedType& find_named)
      : text_(text), find_named_(find_named) {}

  TypeCode parse() {
    TypeCode type = parse_type(0);
    if (position_ != text_.size()) {
      fail("something follows the type");
    }
    return type;
  }

 private:
  TypeCode parse_type(std::size_t depth) {
    if (depth > kMaxDepth) {
      fail("it is nested too deep");
    }
    TypeCode element = parse_plain_type(depth);
    std::vector<CORBA::ULong> sizes;
    while (accept('[')) {
      sizes.push_back(parse_number(1, UINT32_MAX));
      expect(']');
      if (sizes.size() > kMaxDepth) {
        fail("it is nested too deep");
      }
    }
    for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) {
      element = factory()->create_array_tc(*size, element);
    }
    return element;
  }

  TypeCode parse_plain_type(std::size_t depth) {
    const std::string name = parse_name();
    if (name == "sequence") {
      return parse_sequence(depth);
    }
    if (name == "fixed") {
      return parse_fixed();
    }
    if ((name == "string" || name == "wstring") && accept('<')) {
      const CORBA::ULong bound = parse_number(1, UINT32_MAX);
      expect('>');
      return name == "string" ? factory()->create_string_tc(bound)
                              : factory()->create_wstring_tc(bound);
    }
    TypeCode basic = basic_type(name);
    if (!CORBA::is_nil(basic)) {
      return basic;
    }
    const std::string_view scoped = name;
    return find_named_(scoped.starts_with("::") ? scoped.substr(2) : scoped);
  }

  TypeCode parse_sequence(std::size_t depth) {
    expect('<');
    const TypeCode element = parse_type(depth + 1);
    const CORBA::ULong bound = accept(',') ? parse_number(1, UINT32_MAX) : 0;
    expect('>');
    return factory()->create_sequence_tc(bound, element);
  }

  TypeCode parse_fixed() {
    expect('<');
    const CORBA::ULong digits = parse_number(1, kMaxFixedDigits);
    expect(',');
    const CORBA::ULong scale = parse_number(0, digits);
    expect('>');
    return factory()->create_fixed_tc(static_cast<CORBA::UShort>(digits),
                                      static_cast<CORBA::Short>(scale));
  }

  // Words with single spaces between: "unsigned long long". A repository id has '/', ':' and '.'.
  std::string parse_name() {
    skip_space();
    std::string name;
    while (position_ < text_.size() && is_name_part(text_[position_])) {
      if (position_ > 0 && text_[position_ - 1] == ' ' && !name.empty()) {
        name += ' ';
      }
      name += text_[position_++];
      skip_space();
    }
    if (name.empty()) {
      fail("a type is missing");
    }
    return name;
  }

  static bool is_name_part(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
           std::string_view("_:/.-#").find(letter) != std::string_view::npos;
  }

  CORBA::ULong parse_number(CORBA::ULong least, CORBA::ULong most) {
    skip_space();
    CORBA::ULong value = 0;
    const char* first = text_.data() + position_;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (error != std::errc() || value < least || value > most) {
      fail("a number of " + std::to_string(least) + " to " + std::to_string(most) + " is missing");
    }
    position_ += static_cast<std::size_t>(end - first);
    return value;
  }

  bool accept(char wanted) {
    skip_space();
    if (position_ >= text_.size() || text_[position_] != wanted) {
      return false;
    }
    ++position_;
    skip_space();
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) {
      fail(std::string("\"") + wanted + "\" is missing");
    }
  }

  void skip_space() {
    while (position_ < text_.size() && text_[position_] == ' ') {
      ++position_;
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw ConfigError("\"" + excerpt(text_) + "\" is no IDL type: " + what + " at character " +
                      std::to_string(position_ + 1));
  }

  std::string_view text_;
  const FindNamedType& find_named_;
  std::size_t position_ = 0;
};

}  // namespace

CORBA::TypeCode_var parse_type(std::string_view specification, const FindNamedType& find_named) {
  if (specification.size() > kMaxLength) {
    throw ConfigError("a type of " + std::to_string(specification.size()) +
                      " characters: 4096 at most would be right");
  }
  try {
    return Parser(specification, find_named).parse();
  } catch (const CORBA::SystemException& error) {
    throw ConfigError("\"" + excerpt(specification) + "\" makes no type: " + error._name());
  }
}

}  // namespace orbbench::orb_client
