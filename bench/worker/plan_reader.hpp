#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace orbbench::bench {

/// Throws ConfigError for text that is no JSON object.
nlohmann::json parse_plan(const std::string& text);

/// Reads the members of one object of a plan, which must outlive it. Throws ConfigError: one line
/// with the place.
class PlanReader {
 public:
  PlanReader(const nlohmann::json& object, std::string place);

  void allow_only(std::initializer_list<std::string_view> names) const;
  bool has(const char* name) const { return object_.contains(name); }
  const nlohmann::json& at(const char* name) const;
  /// Not empty.
  std::string text(const char* name) const;
  std::string text(const char* name, const std::string& otherwise) const;
  std::size_t whole(const char* name, std::size_t otherwise, std::size_t least,
                    std::size_t most) const;
  double number(const char* name, double otherwise, double least, double most) const;

  [[noreturn]] void refuse(const std::string& name, const std::string& what) const;

 private:
  std::string path(const std::string& name) const;

  const nlohmann::json& object_;
  std::string place_;
};

}  // namespace orbbench::bench
