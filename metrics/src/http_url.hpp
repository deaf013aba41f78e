#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orbbench::metrics {

/// http://host[:port][/path], taken apart.
struct HttpUrl {
  std::string host;  ///< without the brackets of an IPv6 address
  std::string port = "80";
  std::string path;  ///< with its query; empty if there is none

  /// Host and port as the URL and the Host header write them.
  std::string authority() const;
};

/// Nothing for any other text: another scheme, a user name, a fragment, a blank, a port that is
/// none.
std::optional<HttpUrl> parse_http_url(std::string_view text);

}  // namespace orbbench::metrics
