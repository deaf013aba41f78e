#pragma once

#include <string>
#include <string_view>

namespace orbbench::orb_client {

/// What is wrong with a stringified reference "IOR:<hex>", or empty. Follows the lengths down to
/// the host, port and object key of its IIOP profiles, so that a cut or mistyped one is told apart
/// here and not by the ORB's silence.
std::string find_ior_fault(std::string_view text);

}  // namespace orbbench::orb_client
