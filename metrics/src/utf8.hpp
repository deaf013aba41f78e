#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace orbbench::metrics {

/// Offset of the first octet that does not belong to well-formed UTF-8 (RFC 3629: no overlong form,
/// no surrogate, nothing above U+10FFFF).
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

}  // namespace orbbench::metrics
