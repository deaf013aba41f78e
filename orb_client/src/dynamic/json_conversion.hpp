#pragma once

#include <omniORB4/CORBA.h>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "type_table.hpp"

// JSON to CORBA values and back, by TypeCode; the table of JSON forms is that of
// orbbench/orb_client/dynamic_object.hpp. No function here sends or connects anything.
namespace orbbench::orb_client {

struct ConversionLimits {
  std::size_t octets = std::size_t{32} * 1024 * 1024;  ///< of a value in CDR, and of its parts
  std::size_t depth = 64;                              ///< of values within values
};

/// The type behind any number of typedefs.
CORBA::TypeCode_var resolve_alias(CORBA::TypeCode_ptr type);

/// Appends the value, in CDR. Throws ConfigError naming the place below `place` (a JSON pointer)
/// for a value that does not fit its type.
void read_json(const nlohmann::json& value, CORBA::TypeCode_ptr type,
               const InterfaceCatalogue::Types& types, const ConversionLimits& limits,
               const std::string& place, cdrStream& out);

/// The same, as an any of that type.
CORBA::Any read_any(const nlohmann::json& value, CORBA::TypeCode_ptr type,
                    const InterfaceCatalogue::Types& types, const ConversionLimits& limits,
                    const std::string& place = {});

/// Takes a value of the type from CDR. Throws CORBA::MARSHAL for one that is none, or beyond the
/// limits.
nlohmann::json to_json(cdrStream& in, CORBA::TypeCode_ptr type,
                       const InterfaceCatalogue::Types& types, const ConversionLimits& limits);

/// The any's value alone, without its type.
nlohmann::json to_json(const CORBA::Any& value, const InterfaceCatalogue::Types& types,
                       const ConversionLimits& limits);

}  // namespace orbbench::orb_client
