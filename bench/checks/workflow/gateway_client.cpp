#include "checks/workflow/gateway_client.hpp"

#include <httplib.h>

#include <algorithm>
#include <cctype>
#include <regex>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kConnectPatience{2};
constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kQuoted = 200;

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

std::string checked(const std::string& url) {
  static const std::regex form(R"(http://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?)");
  if (!std::regex_match(url, form)) {
    throw orb_client::ConfigError("the gateway \"" + url + "\" is no http://host:port");
  }
  return url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
}

std::string quoted(const GatewayAnswer& answer) {
  return std::to_string(answer.status) + " " + answer.body.substr(0, kQuoted);
}

}  // namespace

nlohmann::json GatewayAnswer::json() const {
  auto parsed = nlohmann::json::parse(body, nullptr, false);
  return parsed.is_discarded() ? nlohmann::json() : parsed;
}

std::string GatewayAnswer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

struct GatewayClient::Implementation {
  explicit Implementation(const std::string& url) : client(url) {
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    client.set_connection_timeout(kConnectPatience);
    client.set_read_timeout(kPatience);
    client.set_write_timeout(kPatience);
  }
  httplib::Client client;
};

GatewayClient::GatewayClient(const std::string& url)
    : url_(checked(url)), implementation_(std::make_unique<Implementation>(url_)) {}
GatewayClient::~GatewayClient() = default;
GatewayClient::GatewayClient(GatewayClient&&) noexcept = default;
GatewayClient& GatewayClient::operator=(GatewayClient&&) noexcept = default;

void GatewayClient::use_token(const std::string& token) {
  token_ = token;
}

GatewayAnswer GatewayClient::send(const GatewayRequest& request) {
  httplib::Request message;
  message.method = request.method;
  message.path = request.path;
  message.body = request.body;
  if (!request.body.empty()) {
    message.set_header("Content-Type", "application/json");
  }
  if (!token_.empty()) {
    message.set_header("Authorization", "Bearer " + token_);
  }
  for (const auto& [name, value] : request.headers) {
    message.set_header(name, value);
  }
  const auto start = std::chrono::steady_clock::now();
  const auto response = implementation_->client.send(message);
  GatewayAnswer answer;
  answer.elapsed = std::chrono::steady_clock::now() - start;
  if (!response) {
    throw WrongAnswer(request.step,
                      url_ + " gave no answer: " + httplib::to_string(response.error()));
  }
  answer.step = request.step;
  answer.status = response->status;
  answer.body = response->body;
  for (const auto& [name, value] : response->headers) {
    answer.headers.emplace(lower_case(name), value);
  }
  return answer;
}

void require_status(const GatewayAnswer& answer, int expected) {
  if (answer.status != expected) {
    throw WrongAnswer(answer.step,
                      "expected " + std::to_string(expected) + ", was answered " + quoted(answer));
  }
}

void require(bool holds, const GatewayAnswer& answer, const std::string& expectation) {
  if (!holds) {
    throw WrongAnswer(answer.step, "expected " + expectation + ", was answered " + quoted(answer));
  }
}

nlohmann::json require_object(const GatewayAnswer& answer, int expected_status) {
  require_status(answer, expected_status);
  auto body = answer.json();
  require(body.is_object(), answer, "a JSON object");
  return body;
}

}  // namespace orbbench::bench
