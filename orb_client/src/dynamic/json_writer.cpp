#include <omniORB4/anyStream.h>
#include <sodium.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "json_conversion.hpp"
#include "reference_text.hpp"
#include "text_codes.hpp"
#include "union_arms.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;

[[noreturn]] void refuse() {
  throw CORBA::MARSHAL(0, CORBA::COMPLETED_YES);
}

template <class Number>
json real(Number value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value > 0 ? "Infinity" : "-Infinity";
  }
  return static_cast<double>(value);
}

// As a text where a double would not hold it.
json long_double(long double value) {
  const auto nearest = static_cast<double>(value);
  if (!std::isfinite(value) || static_cast<long double>(nearest) == value) {
    return real(value);
  }
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.21Lg", value);
  return text.data();
}

/// The octets come from a peer: every length and every number is checked.
class Writer {
 public:
  Writer(const InterfaceCatalogue::Types& types, const ConversionLimits& limits, cdrStream& in)
      : types_(types), limits_(limits), in_(in) {}

  json write(CORBA::TypeCode_ptr type, std::size_t depth) {
    // Elements of a type without members take no octets, however many there are.
    if (depth > limits_.depth || ++values_ > limits_.octets) {
      refuse();
    }
    switch (type->kind()) {
      case CORBA::tk_alias:
        return write(resolve_alias(type), depth);
      case CORBA::tk_enum:
        return write_enum(type);
      case CORBA::tk_struct:
      case CORBA::tk_except:
        return write_struct(type, depth);
      case CORBA::tk_union:
        return write_union(type, depth);
      case CORBA::tk_sequence:
        return write_sequence(type, depth);
      case CORBA::tk_array:
        return write_elements(type, type->length(), depth);
      case CORBA::tk_string:
        return write_string(type->length());
      case CORBA::tk_wstring:
        return write_wstring(type->length());
      case CORBA::tk_fixed:
        return write_fixed(type);
      case CORBA::tk_any:
        return write_any(depth);
      default:
        return write_basic(type->kind());
    }
  }

 private:
  json write_basic(CORBA::TCKind kind) {
    switch (kind) {
      case CORBA::tk_null:
      case CORBA::tk_void:
        return nullptr;
      case CORBA::tk_boolean:
        return static_cast<bool>(in_.unmarshalBoolean());
      case CORBA::tk_octet:
        return in_.unmarshalOctet();
      case CORBA::tk_short:
        return in_.unmarshalShort();
      case CORBA::tk_ushort:
        return in_.unmarshalUShort();
      case CORBA::tk_long:
        return in_.unmarshalLong();
      case CORBA::tk_ulong:
        return in_.unmarshalULong();
      case CORBA::tk_longlong:
        return in_.unmarshalLongLong();
      case CORBA::tk_ulonglong:
        return in_.unmarshalULongLong();
      case CORBA::tk_float:
        return real(in_.unmarshalFloat());
      case CORBA::tk_double:
        return real(in_.unmarshalDouble());
      case CORBA::tk_longdouble:
        // omniORB 4.2.5 ends in a fatalException, not in MARSHAL, where a message is too short.
        if (!in_.checkInputOverrun(sizeof(CORBA::LongDouble), 1, omni::ALIGN_8)) {
          refuse();
        }
        return long_double(in_.unmarshalLongDouble());
      default:
        return write_other(kind);
    }
  }

  json write_other(CORBA::TCKind kind) {
    switch (kind) {
      case CORBA::tk_char: {
        const auto octet = static_cast<char>(in_.unmarshalChar());
        return to_utf8(std::string_view(&octet, 1));
      }
      case CORBA::tk_wchar: {
        const CORBA::WChar unit = in_.unmarshalWChar();
        return to_utf8(&unit, 1);
      }
      case CORBA::tk_TypeCode: {
        const CORBA::TypeCode_var type = CORBA::TypeCode::unmarshalTypeCode(in_);
        return types_.specify(type);
      }
      case CORBA::tk_objref: {
        const std::string text = read_reference(in_);
        return text.empty() ? json(nullptr) : json(text);
      }
      default:
        refuse();
    }
  }

  json write_enum(CORBA::TypeCode_ptr type) {
    const CORBA::ULong index = in_.unmarshalULong();
    if (index >= type->member_count()) {
      refuse();
    }
    return to_utf8(type->member_name(index));
  }

  json write_struct(CORBA::TypeCode_ptr type, std::size_t depth) {
    json members = json::object();
    for (CORBA::ULong i = 0; i < type->member_count(); ++i) {
      const CORBA::TypeCode_var member = type->member_type(i);
      members[to_utf8(type->member_name(i))] = write(member, depth + 1);
    }
    return members;
  }

  json write_union(CORBA::TypeCode_ptr type, std::size_t depth) {
    const CORBA::TypeCode_var discriminator_type = type->discriminator_type();
    CORBA::Any discriminator(discriminator_type, nullptr);
    discriminator.NP_unmarshalDataOnly(in_);
    json result = {{"discriminator", to_json(discriminator, types_, limits_)}};
    if (const auto arm = find_arm(type, discriminator)) {
      const CORBA::TypeCode_var member = type->member_type(*arm);
      result["value"] = write(member, depth + 1);
    }
    return result;
  }

  json write_sequence(CORBA::TypeCode_ptr type, std::size_t depth) {
    const CORBA::ULong length = in_.unmarshalULong();
    check_length(length, type->length());
    const CORBA::TypeCode_var element = type->content_type();
    if (resolve_alias(element)->kind() == CORBA::tk_octet) {
      return {{"base64", write_base64(length)}};
    }
    return write_elements(type, length, depth);
  }

  json write_elements(CORBA::TypeCode_ptr type, CORBA::ULong length, std::size_t depth) {
    const CORBA::TypeCode_var element = type->content_type();
    json elements = json::array();
    for (CORBA::ULong i = 0; i < length; ++i) {
      elements.push_back(write(element, depth + 1));
    }
    return elements;
  }

  std::string write_base64(CORBA::ULong length) {
    std::vector<CORBA::Octet> octets(length);
    in_.get_octet_array(octets.data(), static_cast<int>(length));
    std::string text(sodium_base64_ENCODED_LEN(octets.size(), sodium_base64_VARIANT_ORIGINAL),
                     '\0');
    sodium_bin2base64(text.data(), text.size(), octets.data(), octets.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
  }

  // Before the room is made: a peer may announce more than it sends.
  void check_length(CORBA::ULong length, CORBA::ULong bound) {
    const bool over_bound = bound != 0 && length > bound;
    if (over_bound || length > limits_.octets || !in_.checkInputOverrun(1, length)) {
      refuse();
    }
  }

  json write_string(CORBA::ULong bound) {
    const CORBA::String_var text = in_.unmarshalString(static_cast<int>(bound));
    return to_utf8(std::string_view(text.in()));
  }

  json write_wstring(CORBA::ULong bound) {
    const CORBA::WString_var text = in_.unmarshalWString(static_cast<int>(bound));
    return to_utf8(text.in(), std::char_traits<wchar_t>::length(text.in()));
  }

  // With all the digits of its scale: "12.50".
  json write_fixed(CORBA::TypeCode_ptr type) {
    CORBA::Fixed fixed;
    const auto scale = static_cast<std::size_t>(type->fixed_scale());
    fixed.PR_setLimits(type->fixed_digits(), static_cast<CORBA::UShort>(scale));
    fixed <<= in_;
    const CORBA::String_var digits = fixed.NP_asString();
    std::string text = digits.in();
    if (scale > 0) {
      const std::size_t point = text.find('.');
      const std::size_t fraction = point == std::string::npos ? 0 : text.size() - point - 1;
      text += (point == std::string::npos ? "." : "") + std::string(scale - fraction, '0');
    }
    return text;
  }

  json write_any(std::size_t depth) {
    const CORBA::TypeCode_var type = CORBA::TypeCode::unmarshalTypeCode(in_);
    return {{"type", types_.specify(type)}, {"value", write(type, depth + 1)}};
  }

  const InterfaceCatalogue::Types& types_;
  const ConversionLimits& limits_;
  cdrStream& in_;
  std::size_t values_ = 0;
};

}  // namespace

json to_json(cdrStream& in, CORBA::TypeCode_ptr type, const InterfaceCatalogue::Types& types,
             const ConversionLimits& limits) {
  return Writer(types, limits, in).write(type, 0);
}

json to_json(const CORBA::Any& value, const InterfaceCatalogue::Types& types,
             const ConversionLimits& limits) {
  cdrAnyMemoryStream in(value.PR_streamToRead(), true);
  return to_json(in, value.NP_type(), types, limits);
}

}  // namespace orbbench::orb_client
