#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "interop/wire/cdr.hpp"

namespace orbbench::interop {

/// Values of a wire case: an array of [type, value], the type one of boolean, octet, char, short,
/// ushort, long, ulong, longlong, ulonglong, float, double, string, octets (an array of numbers,
/// marshalled as a sequence) and raw (the same, as they are). Throws ConfigError for another type.
void write_values(CdrWriter& message, const nlohmann::json& values);

/// Reads values of the same types and compares: the first difference in one line, or that octets
/// are left over.
std::optional<std::string> compare_values(CdrReader& reader, const nlohmann::json& expected);

}  // namespace orbbench::interop
