#pragma once

#include <string>
#include <string_view>

namespace orbbench::store {

/// A file of the spool: a line with the length and a CRC-32 of what follows, then that.
std::string make_record(const std::string& body);
/// Throws RunFormatError when a part is missing or changed.
std::string_view body_of(std::string_view record);

}  // namespace orbbench::store
