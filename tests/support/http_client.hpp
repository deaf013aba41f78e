#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace orbbench::tests {

using HeaderFields = std::map<std::string, std::string>;

/// A response; status 0 when there was none, `problem` says why then.
struct Answer {
  int status = 0;
  std::multimap<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::chrono::steady_clock::duration elapsed{};
  std::string problem;

  /// Null where the body is no JSON.
  nlohmann::json json() const;
  /// The first of that name, which is given in lower case; or empty.
  std::string header(const std::string& name) const;
};

std::ostream& operator<<(std::ostream& out, const Answer& answer);

/// A client of one service: one connection, kept open; one thread. Every response is held against
/// docs/openapi.yaml, and one that is not as documented fails the test.
class HttpClient {
 public:
  /// `url` is http://host:port; the headers go with each request.
  explicit HttpClient(const std::string& url, HeaderFields headers = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  Answer get(const std::string& path, const HeaderFields& headers = {});
  Answer post(const std::string& path, const nlohmann::json& body = nullptr,
              const HeaderFields& headers = {});
  Answer patch(const std::string& path, const nlohmann::json& body,
               const HeaderFields& headers = {});
  Answer put(const std::string& path, const nlohmann::json& body, const HeaderFields& headers = {});
  Answer remove(const std::string& path, const HeaderFields& headers = {});

  /// Any method, any body, as they are.
  Answer send(const std::string& method, const std::string& path, const std::string& body,
              const HeaderFields& headers = {});

  /// For how long a response is waited for; 30 s at first.
  void set_patience(std::chrono::milliseconds patience);

  const std::string& url() const { return url_; }

 private:
  struct Implementation;
  std::string url_;
  HeaderFields headers_;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::tests
