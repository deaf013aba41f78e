#pragma once

#include <omniORB4/CORBA.h>

#include <functional>
#include <string_view>

namespace orbbench::orb_client {

/// Gives the TypeCode of a scoped name (without a leading "::") or repository id.
using FindNamedType = std::function<CORBA::TypeCode_var(std::string_view)>;

/// Reads an IDL type specification, at most 4096 characters and 64 levels of it. Throws
/// ConfigError.
CORBA::TypeCode_var parse_type(std::string_view specification, const FindNamedType& find_named);

}  // namespace orbbench::orb_client
