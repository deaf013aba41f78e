#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace orbbench::orb_client {

/// The text of an ExceptionDetailMessage service context (CORBA 3.3 part 2, 9.7.1: an encapsulation
/// that holds a wstring) as UTF-8, at most 1024 UTF-16 units of it. Empty for octets that are no
/// such text: they come from the core and may be anything.
std::string decode_exception_detail(std::span<const std::uint8_t> encapsulation);

}  // namespace orbbench::orb_client
