#include "console/check_choice.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "console/printable.hpp"

namespace orbbench::console {
namespace {

constexpr std::size_t kMostChecks = 1000;
constexpr std::size_t kMostOctets = 300;  ///< of a line that is shown

bool is_of(std::string_view check, std::string_view group) {
  return check.size() > group.size() && check.starts_with(group) && check[group.size()] == '.';
}

std::string group_of(const std::string& check) {
  return check.substr(0, check.find('.'));
}

bool is_name(std::string_view text) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  return !text.empty() && !text.starts_with('-') &&
         text.find_first_not_of(kLetters) == std::string_view::npos;
}

/// Of "calls.idle: a call that lasts longer than idle lanes live returns".
CheckItem check_in(std::string_view line) {
  const std::size_t end = line.find(": ");
  if (end == std::string_view::npos || !is_name(line.substr(0, end))) {
    throw std::runtime_error("it lists as a check \"" + printable(line.substr(0, kMostOctets)) +
                             '"');
  }
  return {std::string(line.substr(0, end)), printable(line.substr(end + 2, kMostOctets))};
}

std::vector<CheckItem> checks_in(const std::string& text) {
  std::vector<CheckItem> checks;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    checks.push_back(check_in(line));
    if (checks.size() > kMostChecks) {
      throw std::runtime_error("it lists more than 1000 checks");
    }
  }
  if (checks.empty()) {
    throw std::runtime_error("it lists no checks");
  }
  return checks;
}

}  // namespace

std::vector<CheckItem> parse_checks(const std::string& text) {
  std::vector<CheckItem> checks = checks_in(text);
  std::map<std::string, std::size_t> sizes;
  for (const CheckItem& check : checks) {
    ++sizes[group_of(check.name)];
  }
  std::vector<CheckItem> items;
  for (CheckItem& check : checks) {
    const std::string group = group_of(check.name);
    if (const std::size_t size = std::exchange(sizes[group], 0); size > 1) {
      items.push_back({group, "all " + std::to_string(size) + " of them", true});
    }
    items.push_back(std::move(check));
  }
  return items;
}

bool is_chosen(const std::string& check, const std::vector<std::string>& names) {
  return std::ranges::any_of(
      names, [&](const std::string& name) { return name == check || is_of(check, name); });
}

std::vector<std::string> with_check(std::vector<std::string> names, const std::string& check) {
  if (!is_chosen(check, names)) {
    std::erase_if(names, [&](const std::string& name) { return is_of(name, check); });
    names.push_back(check);
  }
  return names;
}

std::vector<std::string> without_check(const std::vector<std::string>& names,
                                       const std::vector<CheckItem>& items,
                                       const std::string& check) {
  std::vector<std::string> left;
  for (const std::string& name : names) {
    if (!is_of(check, name)) {
      left.push_back(name);
      continue;
    }
    for (const CheckItem& item : items) {
      if (is_of(item.name, name)) {
        left.push_back(item.name);
      }
    }
  }
  std::erase(left, check);
  return left;
}

}  // namespace orbbench::console
