#include "console/printable.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace orbbench::console {

std::string printable(std::string_view text) {
  using nlohmann::json;
  constexpr unsigned char kFirstPrintable = 0x20;
  constexpr unsigned char kDelete = 0x7f;
  const std::string quoted = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  std::string line = json::parse(quoted).get<std::string>();
  std::ranges::replace_if(
      line, [](unsigned char letter) { return letter < kFirstPrintable || letter == kDelete; },
      ' ');
  return line;
}

}  // namespace orbbench::console
