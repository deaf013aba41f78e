#include "health.hpp"

#include <httplib.h>

namespace orbbench::launcher {
namespace {
constexpr std::chrono::seconds kPatience{1};
}

std::optional<std::string> ask_health(std::uint16_t port) {
  httplib::Client client("127.0.0.1", port);
  client.set_connection_timeout(kPatience);
  client.set_read_timeout(kPatience);
  const auto answer = client.Get("/health");
  return answer && answer->status == 200 ? std::optional(answer->body) : std::nullopt;
}

}  // namespace orbbench::launcher
