#pragma once

#include <string>
#include <vector>

namespace orbbench::console {

/// A check that `orbbench validate` can make, or a group of them.
struct CheckItem {
  std::string name;  ///< "calls.idle"; of a group "calls"
  std::string rule;  ///< one line
  bool is_group = false;
  bool operator==(const CheckItem&) const = default;
};

/// What `orbbench validate --list` tells, in its order. Checks that share the first part of their
/// names are a group, which stands before the first of them. Throws std::exception, in one line,
/// for what is no such list.
std::vector<CheckItem> parse_checks(const std::string& text);

/// As orbbench takes the names: whether it is among them itself, or by a group that it is of.
bool is_chosen(const std::string& check, const std::vector<std::string>& names);

/// The names when this one is chosen too: a group takes the place of its checks.
std::vector<std::string> with_check(std::vector<std::string> names, const std::string& check);

/// The names when this one is not: the others of its group take the place of the group.
std::vector<std::string> without_check(const std::vector<std::string>& names,
                                       const std::vector<CheckItem>& items,
                                       const std::string& check);

}  // namespace orbbench::console
