#pragma once

#include <cstdint>
#include <string>

#include "faults/fault_plan.hpp"

namespace orbbench::faults {

/// One line of JSON: which fault did what to which message.
std::string effect_line(const ArmedFault& fault, const std::string& effect,
                        std::uint64_t connection, const Subject& subject);

/// One line of JSON: why a connection was not served.
std::string refusal_line(std::uint64_t connection, const std::string& reason);

}  // namespace orbbench::faults
