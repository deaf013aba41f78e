#pragma once

#include <omniORB4/CORBA.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::orb_client {

/// The code points of a UTF-8 text; nothing for octets that are none.
std::optional<std::u32string> decode_utf8(std::string_view text);

/// Text of this ORB's native code set, ISO 8859-1: each octet is the code point of that number.
std::string to_utf8(std::string_view latin1);
/// UTF-16 units, one a CORBA wide character; half a surrogate pair becomes U+FFFD.
std::string to_utf8(const CORBA::WChar* units, std::size_t count);

/// UTF-16 units, as omniORB keeps wide characters.
std::vector<CORBA::WChar> to_utf16(const std::u32string& code_points);

}  // namespace orbbench::orb_client
