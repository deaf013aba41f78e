#pragma once

#include <string>
#include <string_view>

namespace orbbench::service {

/// 1 to 128 of A-Z a-z 0-9 . _ -: what may stand in a log line, a header and a GIOP context as it
/// is.
bool is_correlation_id(std::string_view text);

/// 32 hex digits that nobody else has.
std::string make_correlation_id();

}  // namespace orbbench::service
