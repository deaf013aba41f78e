#include "storable_text.hpp"

#include <nlohmann/json.hpp>

namespace orbbench::work {

std::string storable_text(const std::string& text) {
  constexpr std::size_t kMostOctets = 4000;
  const nlohmann::json cut = text.substr(0, kMostOctets);
  std::string clean =
      nlohmann::json::parse(cut.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  for (std::size_t at = clean.find('\0'); at != std::string::npos; at = clean.find('\0', at)) {
    clean.replace(at, 1, "\xEF\xBF\xBD");
  }
  return clean;
}

}  // namespace orbbench::work
