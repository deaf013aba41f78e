#include "widgets/invocation.hpp"

#include <cstring>

#include "broker/system_exception.hpp"

namespace orbbench::orb_core {
namespace {

template <class Number>
std::optional<Number> extract(const CORBA::Any& any) {
  Number number{};
  if (any >>= number) {
    return number;
  }
  return std::nullopt;
}

std::optional<std::int64_t> extract_integer(const CORBA::Any& any) {
  if (const auto number = extract<CORBA::LongLong>(any)) {
    return *number;
  }
  if (const auto number = extract<CORBA::Long>(any)) {
    return *number;
  }
  if (const auto number = extract<CORBA::Short>(any)) {
    return *number;
  }
  if (const auto number = extract<CORBA::ULong>(any)) {
    return *number;
  }
  if (const auto number = extract<CORBA::UShort>(any)) {
    return *number;
  }
  return std::nullopt;
}

std::optional<Value> extract_value(const CORBA::Any& any) {
  CORBA::Boolean truth{};
  if (any >>= CORBA::Any::to_boolean(truth)) {
    return Value(static_cast<bool>(truth));
  }
  if (const auto number = extract_integer(any)) {
    return Value(*number);
  }
  if (const auto number = extract<CORBA::Double>(any)) {
    return Value(static_cast<double>(*number));
  }
  if (const auto number = extract<CORBA::Float>(any)) {
    return Value(static_cast<double>(*number));
  }
  if (const char* text = nullptr; any >>= text) {
    return Value(std::string(text));
  }
  return std::nullopt;
}

struct ContentOf {
  template <class Number>
  std::string operator()(Number number) const {
    std::string octets(sizeof(Number), '\0');
    std::memcpy(octets.data(), &number, sizeof(Number));
    return octets;
  }
  std::string operator()(const std::string& text) const { return text; }
};

std::string content_of(const CORBA::Any& any) {
  const auto value = extract_value(any);
  return value ? std::visit(ContentOf{}, *value) : std::string();
}

template <class Number>
Number number_in(std::span<const std::uint8_t> content) {
  Number number{};
  std::memcpy(&number, content.data(), sizeof(Number));
  return number;
}

CORBA::TCKind kind_of(const CORBA::Any& any) {
  const CORBA::TypeCode_var type = any.type();
  return type->kind();
}

}  // namespace

HeldAny::HeldAny(const CORBA::Any& any)
    : container_(make_owned<AnyContainer>(any)),
      type_(make_owned<TypeCodeRecord>(kind_of(any))),
      content_(content_of(any)) {}

std::optional<Value> HeldAny::value() const {
  switch (type_->kind) {
    case CORBA::tk_boolean:
      return number_in<bool>(content_.span());
    case CORBA::tk_short:
    case CORBA::tk_ushort:
    case CORBA::tk_long:
    case CORBA::tk_ulong:
    case CORBA::tk_longlong:
      return number_in<std::int64_t>(content_.span());
    case CORBA::tk_float:
    case CORBA::tk_double:
      return number_in<double>(content_.span());
    case CORBA::tk_string:
      return std::string(content_.text());
    default:
      return std::nullopt;
  }
}

ArgumentList::ArgumentList(std::size_t count) : slots_(make_owned<Slots>()) {
  if (count > kMaxArguments) {
    raise<CORBA::BAD_PARAM>(Minor::WrongArguments, std::to_string(count) + " arguments, of " +
                                                       std::to_string(kMaxArguments) +
                                                       " that an operation may have");
  }
  slots_->count = count;
}

CORBA::Any to_any(const Value& value) {
  CORBA::Any any;
  if (const auto* truth = std::get_if<bool>(&value)) {
    any <<= CORBA::Any::from_boolean(*truth);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    any <<= static_cast<CORBA::LongLong>(*integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    any <<= static_cast<CORBA::Double>(*real);
  } else {
    any <<= std::get<std::string>(value).c_str();
  }
  return any;
}

}  // namespace orbbench::orb_core
