#include "fields.hpp"

#include <algorithm>

#include "orbbench/service/http.hpp"
#include "passwords.hpp"
#include "tokens.hpp"

namespace orbbench::security {

bool is_plain_text(const std::string& text, std::size_t most) {
  const auto is_control = [](char letter) {
    return (letter >= 0 && letter < 0x20) || letter == 0x7f;
  };
  // The JSON parser has refused what is no UTF-8: a character has one octet that continues none.
  const auto characters = std::ranges::count_if(
      text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xc0U) != 0x80U; });
  return characters >= 1 && static_cast<std::size_t>(characters) <= most &&
         std::ranges::none_of(text, is_control);
}

std::string Fields::string_of(const char* name) {
  const auto field = body_.find(name);
  if (field == body_.end() || field->is_null()) {
    missing_.emplace_back(name);
    return {};
  }
  if (!field->is_string()) {
    invalid_.emplace_back(name);
    return {};
  }
  return field->get<std::string>();
}

std::string Fields::text(const char* name, std::size_t most) {
  const std::size_t wrong = missing_.size() + invalid_.size();
  std::string value = string_of(name);
  if (missing_.size() + invalid_.size() == wrong && !is_plain_text(value, most)) {
    invalid_.emplace_back(name);
  }
  return value;
}

std::string Fields::email(const char* name) {
  const std::size_t wrong = missing_.size() + invalid_.size();
  std::string value = text(name, 320);
  const auto at = value.find('@');
  const bool has_both = at != std::string::npos && at > 0 && at + 1 < value.size();
  if (missing_.size() + invalid_.size() == wrong &&
      (!has_both || value.find(' ') != std::string::npos)) {
    invalid_.emplace_back(name);
  }
  return value;
}

std::string Fields::password(const char* name) {
  const std::size_t wrong = missing_.size() + invalid_.size();
  std::string value = string_of(name);
  const bool fits =
      value.size() >= Passwords::kLeastOctets && value.size() <= Passwords::kMostOctets;
  if (missing_.size() + invalid_.size() == wrong && !fits) {
    invalid_.emplace_back(name);
  }
  return value;
}

std::string Fields::role(const char* name, const char* otherwise) {
  if (!has(name)) {
    return otherwise;
  }
  std::string value = string_of(name);
  if (!value.empty() && !is_role(value)) {
    invalid_.emplace_back(name);
  }
  return value;
}

std::int64_t Fields::tenant_id(const char* name, std::int64_t otherwise) {
  const auto field = body_.find(name);
  if (field == body_.end()) {
    return otherwise;
  }
  if (!field->is_number_integer() || field->get<std::int64_t>() < 1) {
    invalid_.emplace_back(name);
    return otherwise;
  }
  return field->get<std::int64_t>();
}

std::optional<bool> Fields::flag(const char* name) {
  const auto field = body_.find(name);
  if (field == body_.end()) {
    return std::nullopt;
  }
  if (!field->is_boolean()) {
    invalid_.emplace_back(name);
    return std::nullopt;
  }
  return field->get<bool>();
}

void Fields::throw_if_wrong() const {
  if (missing_.empty() && invalid_.empty()) {
    return;
  }
  nlohmann::json fields = nlohmann::json::object();
  if (!missing_.empty()) {
    fields["missingFields"] = missing_;
  }
  if (!invalid_.empty()) {
    fields["invalidFields"] = invalid_;
  }
  throw service::HttpError(400, "VALIDATION_FAILED", "Validation failed",
                           "some fields are missing or not valid", fields);
}

}  // namespace orbbench::security
