#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace orbbench::security {

/// Reads the fields of a request's body, and collects what is wrong with them.
class Fields {
 public:
  explicit Fields(const nlohmann::json& body) : body_(body) {}

  /// 1 to `most` characters of UTF-8 without control characters.
  std::string text(const char* name, std::size_t most = 255);
  std::string email(const char* name);
  std::string password(const char* name);
  std::string role(const char* name, const char* otherwise);
  std::int64_t tenant_id(const char* name, std::int64_t otherwise);
  std::optional<bool> flag(const char* name);

  bool has(const char* name) const { return body_.contains(name); }

  /// Throws HttpError 400 VALIDATION_FAILED with missingFields and invalidFields, if there are any.
  void throw_if_wrong() const;

 private:
  std::string string_of(const char* name);

  const nlohmann::json& body_;
  std::vector<std::string> missing_;
  std::vector<std::string> invalid_;
};

/// Whether it can be stored and shown: UTF-8 of 1 to `most` characters, no control characters.
bool is_plain_text(const std::string& text, std::size_t most);

}  // namespace orbbench::security
