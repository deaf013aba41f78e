#include "faults/giop_message.hpp"

#include <algorithm>
#include <array>

namespace orbbench::faults {
namespace {

constexpr std::array kNames = {"request",        "reply",        "cancel_request",
                               "locate_request", "locate_reply", "close_connection",
                               "message_error",  "fragment"};

}  // namespace

const char* to_string(MessageType type) {
  return kNames.at(static_cast<std::size_t>(type));
}

std::optional<MessageType> message_type_named(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) {
    return std::nullopt;
  }
  return static_cast<MessageType>(found - kNames.begin());
}

}  // namespace orbbench::faults
