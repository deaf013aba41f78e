#include "model/field_problems.hpp"

#include <algorithm>
#include <utility>

#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {
namespace {

constexpr std::size_t kMaxNamed = 32;       // of the fields that nobody knows
constexpr std::size_t kMaxNameOctets = 64;  // of each of them

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

// Cut between two characters: the answer is UTF-8 too.
std::string shortened(const std::string& name) {
  std::size_t end = std::min(name.size(), kMaxNameOctets);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return name.substr(0, end);
}

}  // namespace

void FieldProblems::missing(std::string field) {
  missing_.push_back(std::move(field));
}

void FieldProblems::invalid(std::string field) {
  if (std::find(invalid_.begin(), invalid_.end(), field) == invalid_.end()) {
    invalid_.push_back(std::move(field));
  }
}

void FieldProblems::explain(const std::string& member, nlohmann::json value) {
  explanations_[member] = std::move(value);
}

void FieldProblems::refuse_unknown(const nlohmann::json& object,
                                   std::initializer_list<std::string_view> known) {
  for (const auto& member : object.items()) {
    const bool is_known = std::find(known.begin(), known.end(), member.key()) != known.end();
    if (!is_known && invalid_.size() < kMaxNamed) {
      invalid(shortened(member.key()));
    }
  }
}

void FieldProblems::throw_if_any() const {
  if (missing_.empty() && invalid_.empty()) {
    return;
  }
  nlohmann::json fields = explanations_;
  std::string message;
  if (!missing_.empty()) {
    fields["missingFields"] = missing_;
    message = "missing: " + list(missing_);
  }
  if (!invalid_.empty()) {
    fields["invalidFields"] = invalid_;
    message += (message.empty() ? "" : "; ") + ("invalid: " + list(invalid_));
  }
  throw service::HttpError(400, "VALIDATION_FAILED", "Validation failed", message, fields);
}

void refuse_field(const std::string& field) {
  FieldProblems problems;
  problems.invalid(field);
  problems.throw_if_any();
  std::abort();
}

}  // namespace orbbench::widget_core
