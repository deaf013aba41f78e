#pragma once

#include <string>

namespace orbbench::work {

/// A text that the tables take, whatever it was: no longer than some thousand characters, with
/// U+FFFD for octets that are not UTF-8, and for NUL.
std::string storable_text(const std::string& text);

}  // namespace orbbench::work
