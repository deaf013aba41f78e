#include "orbbench/metrics/scraper.hpp"

#include "http_response.hpp"
#include "http_url.hpp"
#include "line_cursor.hpp"
#include "name_lookup.hpp"
#include "tcp_stream.hpp"
#include "transfer.hpp"

namespace orbbench::metrics {
namespace {

std::string request_text(const std::string& authority, const std::string& path) {
  // No encoding: what unpacks to more than it was would get round the size bound.
  return "GET " + path + " HTTP/1.1\r\nHost: " + authority +
         "\r\nUser-Agent: orbbench\r\nAccept: text/plain;version=0.0.4\r\n"
         "Accept-Encoding: identity\r\nConnection: close\r\n\r\n";
}

}  // namespace

Scraper::Scraper(const std::string& url, ScrapeLimits limits) : limits_(limits) {
  const auto parsed = parse_http_url(url);
  if (!parsed) {
    throw ScrapeError("metrics page " + quoted(url) + ": expected http://host[:port][/path]");
  }
  if (limits.timeout <= std::chrono::milliseconds::zero()) {
    throw ScrapeError("metrics page " + url + ": the timeout must be above 0 ms");
  }
  host_ = parsed->host;
  port_ = parsed->port;
  authority_ = parsed->authority();
  path_ = parsed->path.empty() ? "/metrics" : parsed->path;
  url_ = "http://" + authority_ + path_;
}

Exposition Scraper::scrape() const {
  try {
    return parse_exposition(fetch());
  } catch (const TransferError& error) {
    throw ScrapeError("metrics page " + url_ + ": " + error.what());
  } catch (const ParseError& error) {
    throw ScrapeError("metrics page " + url_ + ": not Prometheus text: " + error.what());
  }
}

std::string Scraper::fetch() const {
  const TransferDeadline deadline(limits_.timeout);
  TcpStream stream(look_up(host_, port_, deadline), deadline);
  stream.write_all(request_text(authority_, path_));
  return read_http_body(stream, limits_.max_octets);
}

}  // namespace orbbench::metrics
