#pragma once

#include <string>

namespace orbbench::bench {

bool is_number(const std::string& text);

/// A number of more than ten characters and three decimals with six digits; any other text as it
/// is.
std::string shown_number(const std::string& text);

/// An address or the like that is far too long for a line, cut.
std::string shortened(const std::string& text);

}  // namespace orbbench::bench
