#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace orbbench::tests {

/// One request and its response, as far as the contract speaks of them.
struct Exchange {
  std::string method;  ///< "GET"
  std::string path;    ///< with or without a query
  int status = 0;
  std::string content_type;
  std::string body;
};

/// docs/openapi.yaml (OpenAPI 3.1). Thread-safe once made.
class ApiContract {
 public:
  /// Throws std::runtime_error for a file that is no OpenAPI document.
  explicit ApiContract(const std::filesystem::path& file);
  ~ApiContract();
  ApiContract(const ApiContract&) = delete;
  ApiContract& operator=(const ApiContract&) = delete;

  /// The project's own.
  static const ApiContract& of_project();

  /// What in the response is not as documented, a line each: an unknown path, method, status or
  /// content type, or a body that its schema refuses.
  std::vector<std::string> problems_of(const Exchange& exchange) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::tests
