#include <omniORB4/anyStream.h>
#include <sodium.h>

#include <array>
#include <cctype>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

#include "json_conversion.hpp"
#include "json_place.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "reference_text.hpp"
#include "text_codes.hpp"
#include "text_excerpt.hpp"
#include "union_arms.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;

constexpr char32_t kLastLatin1 = 0xff;
constexpr char32_t kLastWideUnit = 0xffff;

std::string describe(const json& value) {
  return value.is_structured() ? (value.is_array() ? "an array" : "an object")
                               : excerpt(value.dump());
}

class Reader {
 public:
  Reader(const InterfaceCatalogue::Types& types, const ConversionLimits& limits, cdrStream& out)
      : types_(types), limits_(limits), out_(out), first_octet_(out.currentOutputPtr()) {}

  void read(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    if (place.depth() > limits_.depth) {
      fail(place, "is nested more than " + std::to_string(limits_.depth) + " levels deep");
    }
    if (out_.currentOutputPtr() - first_octet_ > limits_.octets) {
      fail(place, "goes beyond the " + std::to_string(limits_.octets) + " octets of a message");
    }
    switch (type->kind()) {
      case CORBA::tk_alias:
        read(value, resolve_alias(type), place);
        return;
      case CORBA::tk_enum:
        return read_enum(value, type, place);
      case CORBA::tk_struct:
      case CORBA::tk_except:
        return read_struct(value, type, place);
      case CORBA::tk_union:
        return read_union(value, type, place);
      case CORBA::tk_sequence:
        return read_sequence(value, type, place);
      case CORBA::tk_array:
        return read_array(value, type, place);
      case CORBA::tk_string:
        return read_string(value, type->length(), place);
      case CORBA::tk_wstring:
        return read_wstring(value, type->length(), place);
      case CORBA::tk_fixed:
        return read_fixed(value, type, place);
      default:
        return read_basic(value, type, place);
    }
  }

 private:
  void read_basic(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    switch (type->kind()) {
      case CORBA::tk_null:
      case CORBA::tk_void:
        return require(value.is_null(), value, place, "null");
      case CORBA::tk_boolean:
        require(value.is_boolean(), value, place, "true or false");
        return out_.marshalBoolean(value.get<bool>());
      case CORBA::tk_octet:
        return out_.marshalOctet(integer<std::uint8_t>(value, place));
      case CORBA::tk_short:
        return out_.marshalShort(integer<CORBA::Short>(value, place));
      case CORBA::tk_ushort:
        return out_.marshalUShort(integer<CORBA::UShort>(value, place));
      case CORBA::tk_long:
        return out_.marshalLong(integer<CORBA::Long>(value, place));
      case CORBA::tk_ulong:
        return out_.marshalULong(integer<CORBA::ULong>(value, place));
      case CORBA::tk_longlong:
        return out_.marshalLongLong(integer<CORBA::LongLong>(value, place));
      case CORBA::tk_ulonglong:
        return out_.marshalULongLong(integer<CORBA::ULongLong>(value, place));
      case CORBA::tk_float:
        return out_.marshalFloat(static_cast<float>(real(value, place, largest<float>())));
      case CORBA::tk_double:
        return out_.marshalDouble(static_cast<double>(real(value, place, largest<double>())));
      case CORBA::tk_longdouble:
        return out_.marshalLongDouble(long_double(value, place));
      default:
        return read_other(value, type, place);
    }
  }

  void read_other(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    switch (type->kind()) {
      case CORBA::tk_char:
        return out_.marshalChar(static_cast<CORBA::Char>(character(value, place, kLastLatin1)));
      case CORBA::tk_wchar:
        return out_.marshalWChar(static_cast<CORBA::WChar>(character(value, place, kLastWideUnit)));
      case CORBA::tk_any:
        return read_nested_any(value, place);
      case CORBA::tk_TypeCode:
        return CORBA::TypeCode::marshalTypeCode(find_type(value, place), out_);
      case CORBA::tk_objref:
        return read_reference(value, place);
      default:
        fail(place, "is of a type that no JSON stands for");
    }
  }

  // Numbers -----------------------------------------------------------------------------------

  template <std::integral Number>
  static Number integer(const json& value, const JsonPlace& place) {
    const auto in_range = [&] {
      return value.is_number_unsigned() ? std::in_range<Number>(value.get<std::uint64_t>())
                                        : std::in_range<Number>(value.get<std::int64_t>());
    };
    if (!value.is_number_integer() || !in_range()) {
      refuse(value, place,
             "an integer of " + std::to_string(std::numeric_limits<Number>::min()) + " to " +
                 std::to_string(std::numeric_limits<Number>::max()));
    }
    return value.get<Number>();
  }

  template <class Number>
  static constexpr long double largest() {
    return std::numeric_limits<Number>::max();
  }

  static std::optional<double> special(const json& value) {
    if (value == "NaN") {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (value == "Infinity") {
      return std::numeric_limits<double>::infinity();
    }
    if (value == "-Infinity") {
      return -std::numeric_limits<double>::infinity();
    }
    return std::nullopt;
  }

  static long double real(const json& value, const JsonPlace& place, long double largest) {
    if (const auto known = special(value)) {
      return *known;
    }
    // A number beyond a double's is infinite by the time it comes here.
    if (!value.is_number() || !(std::fabs(value.get<double>()) <= largest)) {
      refuse(value, place, "a number in range, \"NaN\", \"Infinity\" or \"-Infinity\"");
    }
    return number(value);
  }

  static long double number(const json& value) {
    if (value.is_number_unsigned()) {
      return static_cast<long double>(value.get<std::uint64_t>());
    }
    return value.is_number_integer() ? static_cast<long double>(value.get<std::int64_t>())
                                     : static_cast<long double>(value.get<double>());
  }

  static long double long_double(const json& value, const JsonPlace& place) {
    if (!value.is_string() || special(value)) {
      return real(value, place, largest<double>());
    }
    const auto& text = value.get_ref<const std::string&>();
    const bool starts_well =
        !text.empty() && std::isspace(static_cast<unsigned char>(text[0])) == 0;
    char* end = nullptr;
    const long double read = std::strtold(text.c_str(), &end);
    if (!starts_well || end != text.c_str() + text.size() || !std::isfinite(read)) {
      refuse(value, place, "a number, also as a decimal text");
    }
    return read;
  }

  // A truncated digit would be a silent change of an amount of money.
  void read_fixed(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    const auto digits = static_cast<std::size_t>(type->fixed_digits());
    const auto scale = static_cast<std::size_t>(type->fixed_scale());
    const auto parts =
        value.is_string() ? split_decimal(value.get_ref<const std::string&>()) : std::nullopt;
    if (!parts || parts->whole > digits - scale || parts->fraction > scale) {
      refuse(value, place,
             "a decimal text with at most " + std::to_string(digits - scale) +
                 " digits before the point and " + std::to_string(scale) + " after it");
    }
    CORBA::Fixed fixed(value.get_ref<const std::string&>().c_str());
    fixed.PR_setLimits(static_cast<CORBA::UShort>(digits), static_cast<CORBA::UShort>(scale));
    fixed >>= out_;
  }

  struct DecimalParts {
    std::size_t whole;  // digits, leading zeros not counted
    std::size_t fraction;
  };

  static std::optional<DecimalParts> split_decimal(const std::string& text) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1U : 0U;
    const std::size_t first = at;
    DecimalParts parts{0, 0};
    for (; at < text.size() && is_digit(text[at]); ++at) {
      parts.whole += parts.whole > 0 || text[at] != '0' ? 1U : 0U;
    }
    if (at == first) {
      return std::nullopt;
    }
    if (at < text.size() && text[at] == '.') {
      for (++at; at < text.size() && is_digit(text[at]); ++at) {
        ++parts.fraction;
      }
    }
    return at == text.size() && is_digit(text.back()) ? std::optional(parts) : std::nullopt;
  }

  // Texts -------------------------------------------------------------------------------------

  std::u32string code_points(const json& value, const JsonPlace& place) {
    require(value.is_string(), value, place, "a text");
    const auto codes = decode_utf8(value.get_ref<const std::string&>());
    if (!codes) {
      fail(place, "is no text in UTF-8");
    }
    if (codes->size() > limits_.octets) {
      fail(place, "goes beyond the " + std::to_string(limits_.octets) + " octets of a message");
    }
    return *codes;
  }

  char32_t character(const json& value, const JsonPlace& place, char32_t last) {
    const std::u32string codes = code_points(value, place);
    if (codes.size() != 1 || codes[0] > last) {
      refuse(value, place, "one character up to U+" + hex(last));
    }
    return codes[0];
  }

  void read_string(const json& value, CORBA::ULong bound, const JsonPlace& place) {
    const std::u32string codes = code_points(value, place);
    check_text(codes.size(), bound, codes, place);
    std::string octets;
    octets.reserve(codes.size());
    for (const char32_t code : codes) {
      if (code > kLastLatin1) {
        fail(place, "has U+" + hex(code) +
                        ", which ISO 8859-1, the code set of strings here, has "
                        "not: a wstring has");
      }
      octets.push_back(static_cast<char>(code));
    }
    out_.marshalString(octets.c_str());
  }

  void read_wstring(const json& value, CORBA::ULong bound, const JsonPlace& place) {
    const std::u32string codes = code_points(value, place);
    std::vector<CORBA::WChar> units = to_utf16(codes);
    check_text(units.size(), bound, codes, place);
    units.push_back(0);
    out_.marshalWString(units.data());
  }

  static void check_text(std::size_t length, CORBA::ULong bound, const std::u32string& codes,
                         const JsonPlace& place) {
    if (codes.find(U'\0') != std::u32string::npos) {
      fail(place, "holds a NUL, which no CORBA string can carry");
    }
    check_bound(length, bound, "characters", place);
  }

  static std::string hex(char32_t code) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04X", static_cast<unsigned>(code));
    return text.data();
  }

  // Constructed types -------------------------------------------------------------------------

  void read_enum(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    const CORBA::ULong count = type->member_count();
    for (CORBA::ULong i = 0; i < count && value.is_string(); ++i) {
      if (value.get_ref<const std::string&>() == type->member_name(i)) {
        return out_.marshalULong(i);
      }
    }
    std::string names;
    for (CORBA::ULong i = 0; i < count; ++i) {
      names += (i == 0 ? "" : ", ") + to_utf8(type->member_name(i));
    }
    refuse(value, place, "one of " + excerpt(names));
  }

  void read_struct(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    require(value.is_object(), value, place, "an object");
    const CORBA::ULong count = type->member_count();
    for (CORBA::ULong i = 0; i < count; ++i) {
      const std::string name = type->member_name(i);
      const auto member = value.find(name);
      if (member == value.end()) {
        fail(place, "has no member \"" + name + "\"");
      }
      const CORBA::TypeCode_var member_type = type->member_type(i);
      read(*member, member_type, JsonPlace(place, name));
    }
    if (value.size() != count) {
      fail_for_stranger(value, type, place);
    }
  }

  [[noreturn]] static void fail_for_stranger(const json& value, CORBA::TypeCode_ptr type,
                                             const JsonPlace& place) {
    for (const auto& [name, member] : value.items()) {
      bool known = false;
      for (CORBA::ULong i = 0; i < type->member_count(); ++i) {
        known = known || name == type->member_name(i);
      }
      if (!known) {
        fail(JsonPlace(place, name), "is no member of " + to_utf8(type->name()));
      }
    }
    fail(place, "has other members than " + to_utf8(type->name()));
  }

  void read_union(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    require(value.is_object() && value.contains("discriminator"), value, place,
            "an object with \"discriminator\" and \"value\"");
    const JsonPlace discriminator_place(place, std::string_view("discriminator"));
    const CORBA::TypeCode_var discriminator_type = type->discriminator_type();
    CORBA::Any discriminator(discriminator_type, nullptr);
    Reader(types_, limits_, discriminator.PR_streamToWrite())
        .read(value["discriminator"], discriminator_type, discriminator_place);
    discriminator.NP_marshalDataOnly(out_);
    const auto arm = find_arm(type, discriminator);
    const bool has_value = value.contains("value");
    if (!arm && has_value) {
      fail(JsonPlace(place, std::string_view("value")), "is too much: this discriminator has none");
    }
    if (arm && !has_value) {
      fail(place, "has no \"value\"");
    }
    if (value.size() != (has_value ? 2U : 1U)) {
      fail(place, "has more than \"discriminator\" and \"value\"");
    }
    if (arm) {
      const CORBA::TypeCode_var member = type->member_type(*arm);
      read(value["value"], member, JsonPlace(place, std::string_view("value")));
    }
  }

  void read_sequence(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    const CORBA::TypeCode_var element = type->content_type();
    const bool of_octets = resolve_alias(element)->kind() == CORBA::tk_octet;
    if (of_octets && value.is_object()) {
      return read_base64(value, type->length(), place);
    }
    require(value.is_array(), value, place,
            of_octets ? "an array or {\"base64\": \"...\"}" : "an array");
    check_bound(value.size(), type->length(), "elements", place);
    check_bound(value.size(),
                static_cast<CORBA::ULong>(std::min<std::size_t>(limits_.octets, UINT32_MAX)),
                "elements", place);
    out_.marshalULong(static_cast<CORBA::ULong>(value.size()));
    read_elements(value, element, place);
  }

  void read_array(const json& value, CORBA::TypeCode_ptr type, const JsonPlace& place) {
    const std::size_t length = type->length();
    require(value.is_array() && value.size() == length, value, place,
            "an array of " + std::to_string(length) + " elements");
    const CORBA::TypeCode_var element = type->content_type();
    read_elements(value, element, place);
  }

  void read_elements(const json& value, CORBA::TypeCode_ptr element, const JsonPlace& place) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      read(value[i], element, JsonPlace(place, i));
    }
  }

  void read_base64(const json& value, CORBA::ULong bound, const JsonPlace& place) {
    const auto found = value.find("base64");
    if (found == value.end() || value.size() != 1 || !found->is_string()) {
      refuse(value, place, "an array or {\"base64\": \"...\"}");
    }
    const auto& text = found->get_ref<const std::string&>();
    std::vector<CORBA::Octet> octets(text.size() / 4 * 3 + 3);
    std::size_t length = 0;
    if (sodium_base642bin(octets.data(), octets.size(), text.data(), text.size(), nullptr, &length,
                          nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
      fail(JsonPlace(place, std::string_view("base64")), "is no Base64");
    }
    check_bound(length, bound, "octets", place);
    if (length > limits_.octets) {
      fail(place, "goes beyond the " + std::to_string(limits_.octets) + " octets of a message");
    }
    out_.marshalULong(static_cast<CORBA::ULong>(length));
    out_.put_octet_array(octets.data(), static_cast<int>(length));
  }

  // Any, TypeCode, references -------------------------------------------------------------------

  void read_nested_any(const json& value, const JsonPlace& place) {
    require(
        value.is_object() && value.size() == 2 && value.contains("type") && value.contains("value"),
        value, place, "an object with \"type\" and \"value\"");
    const JsonPlace type_place(place, std::string_view("type"));
    const CORBA::TypeCode_var type = find_type(value["type"], type_place);
    CORBA::TypeCode::marshalTypeCode(type, out_);
    read(value["value"], type, JsonPlace(place, std::string_view("value")));
  }

  CORBA::TypeCode_var find_type(const json& value, const JsonPlace& place) const {
    require(value.is_string(), value, place, "an IDL type specification");
    try {
      return types_.find(value.get_ref<const std::string&>());
    } catch (const ConfigError& error) {
      fail(place, std::string("is no type: ") + error.what());
    }
  }

  void read_reference(const json& value, const JsonPlace& place) {
    require(value.is_null() || value.is_string(), value, place, "a stringified reference or null");
    try {
      write_reference(value.is_null() ? std::string() : value.get<std::string>(), out_);
    } catch (const ConfigError& error) {
      fail(place, std::string("is wrong: ") + error.what());
    }
  }

  // ---------------------------------------------------------------------------------------------

  static void check_bound(std::size_t length, CORBA::ULong bound, const char* what,
                          const JsonPlace& place) {
    if (bound != 0 && length > bound) {
      fail(place, "has " + std::to_string(length) + " " + what + ", of " + std::to_string(bound) +
                      " at most");
    }
  }

  static void require(bool holds, const json& value, const JsonPlace& place,
                      const std::string& right) {
    if (!holds) {
      refuse(value, place, right);
    }
  }

  [[noreturn]] static void refuse(const json& value, const JsonPlace& place,
                                  const std::string& right) {
    fail(place, "is " + describe(value) + ": " + right + " would be right");
  }

  [[noreturn]] static void fail(const JsonPlace& place, const std::string& what) {
    const std::string where = place.text();
    throw ConfigError((where.empty() ? "the value" : where) + " " + what);
  }

  const InterfaceCatalogue::Types& types_;
  const ConversionLimits& limits_;
  cdrStream& out_;
  const CORBA::ULong first_octet_;
};

}  // namespace

CORBA::TypeCode_var resolve_alias(CORBA::TypeCode_ptr type) {
  CORBA::TypeCode_var resolved = CORBA::TypeCode::_duplicate(type);
  while (resolved->kind() == CORBA::tk_alias) {
    resolved = resolved->content_type();
  }
  return resolved;
}

void read_json(const json& value, CORBA::TypeCode_ptr type, const InterfaceCatalogue::Types& types,
               const ConversionLimits& limits, const std::string& place, cdrStream& out) {
  try {
    Reader(types, limits, out).read(value, type, JsonPlace(place));
  } catch (const CORBA::SystemException& error) {
    throw ConfigError((place.empty() ? "the value" : place) +
                      " cannot be carried by CORBA: " + error._name());
  }
}

CORBA::Any read_any(const json& value, CORBA::TypeCode_ptr type,
                    const InterfaceCatalogue::Types& types, const ConversionLimits& limits,
                    const std::string& place) {
  CORBA::Any any(type, nullptr);
  read_json(value, type, types, limits, place, any.PR_streamToWrite());
  return any;
}

}  // namespace orbbench::orb_client
