#pragma once

#include <string>
#include <string_view>

namespace orbbench::orb_client {

/// The text on one line of at most 80 characters, for a label or a message.
std::string excerpt(std::string_view text);

}  // namespace orbbench::orb_client
