#include "orbbench/gateway/configuration.hpp"

#include <algorithm>
#include <stdexcept>

#include "haproxy_template.hpp"
#include "script_text.hpp"
#include "template_text.hpp"

namespace orbbench::gateway {
namespace {

constexpr std::size_t kLongestSocketPath = 97;  // HAProxy binds under a longer name first
constexpr const char* kPathLetters = "/._-+,@:~";
constexpr const char* kNameLetters = "._-";
constexpr const char* kOriginLetters = ":/.-[]";

bool is_made_of(const std::string& text, std::string_view further_letters) {
  return !text.empty() && std::ranges::all_of(text, [&](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') ||
           further_letters.find(letter) != std::string_view::npos;
  });
}

/// Gathers what is wrong, so that all of it is told at once.
class Complaints {
 public:
  void require(bool holds, const std::string& complaint) {
    if (!holds) {
      text_ += (text_.empty() ? "" : "; ") + complaint;
    }
  }
  void throw_if_any() const {
    if (!text_.empty()) {
      throw std::invalid_argument("the gateway's settings: " + text_);
    }
  }

 private:
  std::string text_;
};

void check_upstream(const Upstream& upstream, Complaints& complaints) {
  complaints.require(is_made_of(upstream.name, kNameLetters),
                     "'" + upstream.name + "' cannot name an upstream");
  complaints.require(is_made_of(upstream.host, ".-:") && upstream.port != 0,
                     "upstream " + upstream.name + " needs a host and a port");
}

void check_path(const std::filesystem::path& path, const std::string& what,
                Complaints& complaints) {
  complaints.require(path.is_absolute() && is_made_of(path.string(), kPathLetters),
                     what + " must be an absolute path of letters, digits and " + kPathLetters);
}

void check_positive(const GatewaySettings& settings, Complaints& complaints) {
  const auto& times = settings.timeouts;
  for (const auto time : {times.client, times.request, times.keep_alive, times.connect, times.queue,
                          times.server, times.max_budget, times.stop}) {
    complaints.require(time.count() > 0, "a timeout must be over 0");
  }
  complaints.require(settings.port != 0 && settings.metrics_port != 0, "a port must not be 0");
  complaints.require(settings.rate_limit.requests > 0 && settings.rate_limit.clients > 0,
                     "the rate limit must be over 0");
  // A slot is a sixtieth of the window, and HAProxy's clock has steps of 1 ms.
  complaints.require(settings.rate_limit.window >= std::chrono::milliseconds(60),
                     "the rate limit's window must be at least 60 ms");
  complaints.require(settings.upstream_limits.connections > 0 &&
                         settings.upstream_limits.queue > 0 &&
                         settings.upstream_limits.check_interval.count() > 0,
                     "the upstreams' limits must be over 0");
  complaints.require(settings.max_connections > 0 && settings.threads > 0,
                     "connections and threads must be over 0");
}

void check(const GatewaySettings& settings) {
  Complaints complaints;
  complaints.require(is_made_of(settings.host, ".-:"), "'" + settings.host + "' is no host");
  complaints.require(!settings.widget_cores.empty(), "there is no widget core");
  std::ranges::for_each(settings.widget_cores,
                        [&](const Upstream& upstream) { check_upstream(upstream, complaints); });
  check_upstream(settings.security, complaints);
  check_path(settings.admin_socket, "the admin socket", complaints);
  complaints.require(settings.admin_socket.string().size() <= kLongestSocketPath,
                     "the admin socket's path is longer than 97 octets");
  check_path(settings.revocations_file, "the revocations file", complaints);
  check_path(settings.script, "the script", complaints);
  for (const std::string& origin : settings.allowed_origins) {
    complaints.require(is_made_of(origin, kOriginLetters), "'" + origin + "' is no origin");
  }
  check_positive(settings, complaints);
  complaints.throw_if_any();
}

std::string joined(const std::vector<std::string>& texts, const std::string& separator) {
  std::string text;
  for (const std::string& each : texts) {
    text += (text.empty() ? "" : separator) + each;
  }
  return text;
}

std::string milliseconds(std::chrono::milliseconds time) {
  return std::to_string(time.count());
}

/// A container that is made anew has another address. One that is away at the start is no error.
std::string name_rule(HostNames names) {
  return names == HostNames::Followed
             ? " resolvers system resolve-prefer ipv4 init-addr last,libc,none"
             : "";
}

std::string resolvers(HostNames names) {
  return names == HostNames::Followed ? "resolvers system\n"
                                        "    parse-resolv-conf\n"
                                        "    hold valid 1s\n"
                                        "    timeout resolve 1s\n"
                                        "    timeout retry 500ms\n"
                                      : "";
}

std::string server_line(const Upstream& upstream, const GatewaySettings& settings) {
  const UpstreamLimits& limits = settings.upstream_limits;
  // Two failed checks take a server out, one good one brings it back; a request that a dead server
  // was working on is answered 502 at once.
  return "server " + upstream.name + " " + upstream.host + ":" + std::to_string(upstream.port) +
         " maxconn " + std::to_string(limits.connections) + " check inter " +
         milliseconds(limits.check_interval) + " fastinter " +
         milliseconds(limits.check_interval / 2) +
         " fall 2 rise 1 on-marked-down shutdown-sessions" + name_rule(settings.host_names);
}

std::string server_lines(const GatewaySettings& settings) {
  std::vector<std::string> lines;
  for (const Upstream& upstream : settings.widget_cores) {
    lines.push_back(server_line(upstream, settings));
  }
  return joined(lines, "\n    ");
}

std::string states(const std::vector<Upstream>& widget_cores) {
  std::vector<std::string> members;
  for (const Upstream& upstream : widget_cores) {
    members.push_back(R"({"name":")" + upstream.name + R"(","state":"%[srv_is_up(widget_core/)" +
                      upstream.name + R"(),iif(up,down)]"})");
  }
  return joined(members, ",");
}

/// Of every backend. A request that reached a server is repeated only where it changes nothing; a
/// connection that was refused carried nothing.
std::string upstream_rules() {
  // The service, which knows the budget too, is to be the one that says it is over.
  constexpr std::chrono::milliseconds kMargin{500};
  return "option httpchk GET /health\n"
         "    http-check expect status 200\n"
         "    option redispatch 1\n"
         "    retries 2\n"
         "    retry-on conn-failure empty-response\n"
         "    http-request disable-l7-retry unless METH_GET\n"
         "    http-request set-timeout server var(txn.budget_ms),add(" +
         milliseconds(kMargin) + ") if { var(txn.budget_ms) -m found }";
}

/// A pattern that no Origin has where none is allowed: an ACL without a pattern is an error.
std::string origins_of(const GatewaySettings& settings) {
  return settings.allowed_origins.empty() ? "no-origin-is-allowed"
                                          : joined(settings.allowed_origins, " ");
}

}  // namespace

std::string render(const GatewaySettings& settings) {
  check(settings);
  const Timeouts& times = settings.timeouts;
  return fill_in(kHaproxyTemplate,
                 {{"admin_socket", settings.admin_socket.string()},
                  {"allowed_origins", origins_of(settings)},
                  {"audience", kAudience},
                  {"check_timeout_ms", milliseconds(settings.upstream_limits.check_interval * 2)},
                  {"client_timeout_ms", milliseconds(times.client)},
                  {"connect_timeout_ms", milliseconds(times.connect)},
                  {"host", settings.host},
                  {"keep_alive_timeout_ms", milliseconds(times.keep_alive)},
                  {"max_body_octets", std::to_string(settings.max_body_octets)},
                  {"max_budget_ms", milliseconds(times.max_budget)},
                  {"max_connections", std::to_string(settings.max_connections)},
                  {"max_queue", std::to_string(settings.upstream_limits.queue)},
                  {"metrics_port", std::to_string(settings.metrics_port)},
                  {"port", std::to_string(settings.port)},
                  {"queue_timeout_ms", milliseconds(times.queue)},
                  {"rate_limit_clients", std::to_string(settings.rate_limit.clients)},
                  {"rate_limit_requests", std::to_string(settings.rate_limit.requests)},
                  {"script", settings.script.string()},
                  {"rate_limit_window_ms", milliseconds(settings.rate_limit.window)},
                  {"request_timeout_ms", milliseconds(times.request)},
                  {"resolvers", resolvers(settings.host_names)},
                  {"revocations_file", settings.revocations_file.string()},
                  {"security_server", server_line(settings.security, settings)},
                  {"server_timeout_ms", milliseconds(times.server)},
                  {"stop_timeout_ms", milliseconds(times.stop)},
                  {"threads", std::to_string(settings.threads)},
                  {"upstream_rules", upstream_rules()},
                  {"widget_core_count", std::to_string(settings.widget_cores.size())},
                  {"widget_core_servers", server_lines(settings)},
                  {"widget_core_states", states(settings.widget_cores)}});
}

std::string_view script() {
  return kScript;
}

}  // namespace orbbench::gateway
