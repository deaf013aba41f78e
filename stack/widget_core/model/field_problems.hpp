#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::widget_core {

/// Collects what is wrong with a request's fields, so that its sender sees all of it at once.
class FieldProblems {
 public:
  void missing(std::string field);
  void invalid(std::string field);
  /// A further member of the error, such as `supportedTypes`.
  void explain(const std::string& member, nlohmann::json value);

  /// Every member that is not among these is invalid: a mistyped name must not be taken for a field
  /// that was left out.
  void refuse_unknown(const nlohmann::json& object, std::initializer_list<std::string_view> known);

  /// Throws HttpError 400 VALIDATION_FAILED, if there is any.
  void throw_if_any() const;

 private:
  std::vector<std::string> missing_;
  std::vector<std::string> invalid_;
  nlohmann::json explanations_ = nlohmann::json::object();
};

/// Throws HttpError 400 VALIDATION_FAILED for that one field.
[[noreturn]] void refuse_field(const std::string& field);

}  // namespace orbbench::widget_core
