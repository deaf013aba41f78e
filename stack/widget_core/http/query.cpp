#include "http/query.hpp"

#include <charconv>
#include <optional>
#include <string>

#include "model/field_problems.hpp"

namespace orbbench::widget_core {
namespace {

struct IntegerRange {
  std::int64_t least = 0;
  std::int64_t most = INT64_MAX;
};

constexpr std::int64_t kDefaultLimit = 20;
constexpr std::int64_t kMaxLimit = 100;

std::int64_t read_integer(const service::Request& request, const std::string& name,
                          std::int64_t otherwise, IntegerRange range, FieldProblems& problems) {
  const auto [first, last] = request.query.equal_range(name);
  if (first == last) {
    return otherwise;
  }
  const std::string& text = first->second;
  std::int64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || rest != text.data() + text.size() || value < range.least ||
      value > range.most) {
    problems.invalid(name);
  }
  return value;
}

}  // namespace

Page read_page(const service::Request& request, const char* start_name) {
  FieldProblems problems;
  const Page page{read_integer(request, "limit", kDefaultLimit, {1, kMaxLimit}, problems),
                  read_integer(request, start_name, 0, {}, problems)};
  problems.throw_if_any();
  return page;
}

nlohmann::json optional_body(const service::Request& request) {
  return request.body.empty() || request.body == "null" ? nlohmann::json::object() : request.json();
}

}  // namespace orbbench::widget_core
