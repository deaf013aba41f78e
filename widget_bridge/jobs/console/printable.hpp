#pragma once

#include <string>
#include <string_view>

namespace orbbench::console {

/// The text as one line of UTF-8, whatever a program has written: what is none becomes U+FFFD,
/// control characters become spaces.
std::string printable(std::string_view text);

}  // namespace orbbench::console
