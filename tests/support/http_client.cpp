#include "http_client.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "api_contract.hpp"

namespace orbbench::tests {
namespace {

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

// Taken apart here: the library compiles a regular expression for it, each time, over a cache of
// libstdc++ that two threads fill without a lock.
std::string host_of(const std::string& url) {
  const std::size_t start = url.find("://") + 3;
  return url.substr(start, url.find(':', start) - start);
}

int port_of(const std::string& url) {
  const std::size_t colon = url.find(':', url.find("://") + 3);
  return colon == std::string::npos ? 80 : std::stoi(url.substr(colon + 1));
}

std::string to_text(const nlohmann::json& body) {
  return body.is_null() ? std::string() : body.dump();
}

void require_documented(const std::string& method, const std::string& path, const Answer& answer) {
  if (method == "OPTIONS") {
    return;  // a preflight is the Fetch standard's, not the contract's
  }
  for (const std::string& problem : ApiContract::of_project().problems_of(
           {method, path, answer.status, answer.header("content-type"), answer.body})) {
    ADD_FAILURE() << "docs/openapi.yaml: " << problem << "\n" << answer.body.substr(0, 500);
  }
}

}  // namespace

nlohmann::json Answer::json() const {
  auto parsed = nlohmann::json::parse(body, nullptr, false);
  return parsed.is_discarded() ? nlohmann::json() : parsed;
}

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  return out << answer.status << ' ' << answer.problem << ' ' << answer.body.substr(0, 500);
}

struct HttpClient::Implementation {
  explicit Implementation(const std::string& url) : client(host_of(url), port_of(url)) {
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    client.set_connection_timeout(std::chrono::seconds(5));
    client.set_read_timeout(std::chrono::seconds(30));
  }
  httplib::Client client;
};

HttpClient::HttpClient(const std::string& url, HeaderFields headers)
    : url_(url),
      headers_(std::move(headers)),
      implementation_(std::make_unique<Implementation>(url)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

void HttpClient::set_patience(std::chrono::milliseconds patience) {
  implementation_->client.set_read_timeout(patience);
}

Answer HttpClient::send(const std::string& method, const std::string& path, const std::string& body,
                        const HeaderFields& headers) {
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  for (const HeaderFields* fields : {&std::as_const(headers_), &headers}) {
    for (const auto& [name, value] : *fields) {
      request.headers.erase(name);
      request.set_header(name, value);
    }
  }
  if (!body.empty() && !request.has_header("Content-Type")) {
    request.set_header("Content-Type", "application/json");
  }
  const auto start = std::chrono::steady_clock::now();
  const auto result = implementation_->client.send(request);
  Answer answer;
  answer.elapsed = std::chrono::steady_clock::now() - start;
  if (!result) {
    answer.problem = httplib::to_string(result.error());
    return answer;
  }
  answer.status = result->status;
  answer.body = result->body;
  for (const auto& [name, value] : result->headers) {
    answer.headers.emplace(lower_case(name), value);
  }
  require_documented(method, path, answer);
  return answer;
}

Answer HttpClient::get(const std::string& path, const HeaderFields& headers) {
  return send("GET", path, "", headers);
}

Answer HttpClient::post(const std::string& path, const nlohmann::json& body,
                        const HeaderFields& headers) {
  return send("POST", path, to_text(body), headers);
}

Answer HttpClient::patch(const std::string& path, const nlohmann::json& body,
                         const HeaderFields& headers) {
  return send("PATCH", path, to_text(body), headers);
}

Answer HttpClient::put(const std::string& path, const nlohmann::json& body,
                       const HeaderFields& headers) {
  return send("PUT", path, to_text(body), headers);
}

Answer HttpClient::remove(const std::string& path, const HeaderFields& headers) {
  return send("DELETE", path, "", headers);
}

}  // namespace orbbench::tests
