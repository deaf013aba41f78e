#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::gateway {

/// A server behind the gateway.
struct Upstream {
  std::string name;  ///< as the gateway's /health shows it; A-Z a-z 0-9 . _ -
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
};

/// At most so many requests of one client in any stretch of time this long.
struct RateLimit {
  std::uint64_t requests = 600'000;
  std::chrono::milliseconds window{60'000};
  std::size_t clients = 10'000;  ///< told apart at a time; those beyond share one allowance
};

struct UpstreamLimits {
  std::size_t connections = 30;  ///< to one server at a time, under the 32 threads it has
  std::size_t queue = 64;        ///< requests waiting for one; more are answered 503 at once
  std::chrono::milliseconds check_interval{500};
};

struct Timeouts {
  std::chrono::milliseconds client{35'000};
  std::chrono::milliseconds request{5000};  ///< for a request's head to come in
  std::chrono::milliseconds keep_alive{15'000};
  std::chrono::milliseconds connect{1000};
  std::chrono::milliseconds queue{2000};
  std::chrono::milliseconds server{10'000};      ///< where the client names no budget
  std::chrono::milliseconds max_budget{30'000};  ///< the most that X-Request-Timeout-Ms may name
  std::chrono::milliseconds stop{5000};
};

/// What becomes of an upstream's host that is a name.
enum class HostNames {
  ResolvedOnce,  ///< by this machine's rules, when HAProxy starts
  Followed       ///< asked of the name servers of /etc/resolv.conf, as they are, again and again
};

/// How a gateway is to run. Ports are numbers: HAProxy does not tell which free one it took.
struct GatewaySettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::uint16_t metrics_port = 0;
  std::filesystem::path admin_socket;      ///< made by HAProxy; at most 97 octets long
  std::filesystem::path revocations_file;  ///< must exist: one token id (jti) a line
  std::filesystem::path script;            ///< must hold script()
  std::vector<Upstream> widget_cores;      ///< at least one
  Upstream security{"security"};
  HostNames host_names = HostNames::ResolvedOnce;
  RateLimit rate_limit;
  UpstreamLimits upstream_limits;
  Timeouts timeouts;
  std::vector<std::string> allowed_origins;  ///< for CORS: "https://example.org"
  std::size_t max_body_octets = 1024 * 1024;
  std::size_t max_connections = 4000;
  unsigned threads = 2;
};

/// The variable of HAProxy's environment that holds the key tokens are signed with.
inline constexpr const char* kKeyVariable = "ORBBENCH_JWT_KEY";

/// The `aud` that tokens must have.
inline constexpr const char* kAudience = "orbbench";

/// HAProxy's configuration; holds no secret. Throws std::invalid_argument naming each setting that
/// cannot be: a text of one could else smuggle in directives.
std::string render(const GatewaySettings& settings);

/// The Lua script that the configuration loads.
std::string_view script();

}  // namespace orbbench::gateway
