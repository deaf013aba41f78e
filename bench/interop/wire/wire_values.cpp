#include "interop/wire/wire_values.hpp"

#include <array>

#include "interop/values.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using nlohmann::json;

struct IntegerType {
  std::string_view name;
  std::size_t size;
  bool is_signed;
};

constexpr std::array<IntegerType, 8> kIntegers{{{"boolean", 1, false},
                                                {"octet", 1, false},
                                                {"short", 2, true},
                                                {"ushort", 2, false},
                                                {"long", 4, true},
                                                {"ulong", 4, false},
                                                {"longlong", 8, true},
                                                {"ulonglong", 8, false}}};

const IntegerType* integer_named(std::string_view name) {
  for (const IntegerType& type : kIntegers) {
    if (type.name == name) {
      return &type;
    }
  }
  return nullptr;
}

void write_integer(CdrWriter& message, const IntegerType& type, const json& value) {
  const std::uint64_t bits = value.is_number_unsigned()
                                 ? value.get<std::uint64_t>()
                                 : static_cast<std::uint64_t>(value.get<std::int64_t>());
  message.number(bits, type.size);
}

json read_integer(CdrReader& reader, const IntegerType& type) {
  const std::uint64_t bits = reader.number(type.size);
  if (!type.is_signed) {
    return bits;
  }
  const std::size_t unused = 64 - 8 * type.size;
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

void write_value(CdrWriter& message, const std::string& type, const json& value) {
  if (const IntegerType* integer = integer_named(type)) {
    write_integer(message, *integer, value.is_boolean() ? json(value.get<bool>() ? 1 : 0) : value);
  } else if (type == "char") {
    message.octet(static_cast<std::uint8_t>(value.get_ref<const std::string&>().at(0)));
  } else if (type == "float") {
    message.u32(std::bit_cast<std::uint32_t>(value.get<float>()));
  } else if (type == "double") {
    message.number(std::bit_cast<std::uint64_t>(value.get<double>()), 8);
  } else if (type == "string") {
    message.string(value.get_ref<const std::string&>());
  } else if (type == "octets") {
    message.sequence(value.get<Octets>());
  } else if (type == "raw") {
    message.raw(value.get<Octets>());
  } else {
    throw orb_client::ConfigError("no such type of a wire value: " + type);
  }
}

json read_value(CdrReader& reader, const std::string& type, const json& expected) {
  if (const IntegerType* integer = integer_named(type)) {
    const json value = read_integer(reader, *integer);
    return type == "boolean" ? json(value != 0) : value;
  }
  if (type == "char") {
    return std::string(1, static_cast<char>(reader.octet()));
  }
  if (type == "float") {
    return std::bit_cast<float>(reader.u32());
  }
  if (type == "double") {
    return std::bit_cast<double>(reader.number(8));
  }
  if (type == "string") {
    return reader.string();
  }
  if (type == "octets") {
    return reader.sequence();
  }
  if (type == "raw") {
    return reader.raw(expected.size());
  }
  throw orb_client::ConfigError("no such type of a wire value: " + type);
}

}  // namespace

void write_values(CdrWriter& message, const json& values) {
  for (const json& value : values) {
    write_value(message, value.at(0).get<std::string>(), expand(value.at(1), {}));
  }
}

std::optional<std::string> compare_values(CdrReader& reader, const json& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const json wanted = expand(expected[i].at(1), {});
    const json got = read_value(reader, expected[i].at(0).get<std::string>(), wanted);
    if (auto found = difference(wanted, got, {})) {
      return "value " + std::to_string(i) + ": " + *found;
    }
  }
  if (reader.left() > 0) {
    return std::to_string(reader.left()) + " octets are left over";
  }
  return std::nullopt;
}

}  // namespace orbbench::interop
