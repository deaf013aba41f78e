#include "http_url.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace orbbench::metrics {
namespace {

constexpr std::string_view kScheme = "http://";

bool is_plain(char octet) {
  return octet > ' ' && octet <= '~' && octet != '#';
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  return fault == std::errc{} && end == text.data() + text.size() && port > 0;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.find_first_of("@[]:\\") == std::string_view::npos;
}

bool is_ipv6(std::string_view text) {
  return text.find(':') != std::string_view::npos &&
         text.find_first_of("@[]\\") == std::string_view::npos;
}

}  // namespace

std::string HttpUrl::authority() const {
  const bool needs_brackets = host.find(':') != std::string::npos;
  return (needs_brackets ? "[" + host + "]" : host) + ":" + port;
}

std::optional<HttpUrl> parse_http_url(std::string_view text) {
  if (!text.starts_with(kScheme) || !std::all_of(text.begin(), text.end(), is_plain)) {
    return std::nullopt;
  }
  text.remove_prefix(kScheme.size());
  const std::size_t path_start = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, path_start);
  HttpUrl url;
  url.path = text.substr(path_start);
  if (url.path.starts_with('?')) {
    url.path.insert(0, "/");
  }
  const bool bracketed = authority.starts_with('[');
  const std::size_t host_end =
      bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == std::string_view::npos) {
    return std::nullopt;
  }
  url.host = authority.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0));
  authority.remove_prefix(host_end + (bracketed ? 1 : 0));
  if (!authority.empty()) {
    if (authority.front() != ':' || !is_port(authority.substr(1))) {
      return std::nullopt;
    }
    url.port = authority.substr(1);
  }
  const bool host_is_fine = bracketed ? is_ipv6(url.host) : is_host_name(url.host);
  return host_is_fine ? std::optional(url) : std::nullopt;
}

}  // namespace orbbench::metrics
