#include "redis_choice.hpp"

#include <charconv>
#include <cstdlib>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

std::uint16_t port_in(const std::string& text, const std::string& source) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    throw ConfigError(source + " has '" + text.substr(0, 20) +
                      "' where a port such as 6379 is due");
  }
  return port;
}

}  // namespace

std::optional<work::RedisAddress> named_redis() {
  const char* host = std::getenv("REDIS_HOST");
  const char* port = std::getenv("REDIS_PORT");
  if (host == nullptr || *host == '\0') {
    return std::nullopt;
  }
  work::RedisAddress address{.host = host};
  if (port != nullptr && *port != '\0') {
    address.port = port_in(port, "REDIS_PORT");
  }
  return address;
}

work::RedisAddress choose_redis(const std::string& given) {
  if (given.empty()) {
    if (const auto named = named_redis()) {
      return *named;
    }
    throw ConfigError(
        "name the Redis that has the events: --redis HOST:PORT, or REDIS_HOST and "
        "REDIS_PORT");
  }
  const std::size_t colon = given.rfind(':');
  if (colon == 0 || colon == std::string::npos) {
    throw ConfigError("--redis is '" + given.substr(0, 80) + "' and not HOST:PORT");
  }
  return {given.substr(0, colon), port_in(given.substr(colon + 1), "--redis")};
}

}  // namespace orbbench::bench
