#include "inventory/comparison.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "inventory/source_text.hpp"

namespace orbbench::inventory {
namespace {

bool is_direct(const Deallocation& deallocation) {
  return deallocation.kind == DeallocationKind::Direct ||
         deallocation.kind == DeallocationKind::Obsolescent;
}

// No name holds a line break.
std::string key(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const std::string_view part : parts) {
    joined += part;
    joined += '\n';
  }
  return fold_case(joined);
}

using Key = std::string (*)(const Deallocation&);

// From what leaves no doubt to what leaves some. The last two are for a utility that is given the
// access type alone, which designates the object's, and for an access type that was given another
// name.
constexpr std::array<Key, 5> kKeys = {
    [](const Deallocation& one) {
      return key({one.unit, one.object_type, one.name_type, one.arguments, one.file, one.scope,
                  one.instance});
    },
    [](const Deallocation& one) {
      return key({one.unit, one.object_type, one.name_type, one.arguments, one.file});
    },
    [](const Deallocation& one) {
      return key({one.unit, one.object_type, one.name_type, one.arguments});
    },
    [](const Deallocation& one) {
      return key({one.unit, one.name_type, one.arguments});
    },
    [](const Deallocation& one) {
      return key({one.unit, one.scope, one.instance, one.object_type, one.arguments});
    }};

class Matching {
 public:
  Matching(const Inventory& before, const Inventory& after)
      : before_(before.deallocations),
        after_(after.deallocations),
        matched_before_(before_.size()),
        matched_after_(after_.size()) {}

  Comparison compare() {
    for (const Key make_key : kKeys) {
      match_by(make_key);
    }
    collect();
    return std::move(comparison_);
  }

 private:
  void match_by(Key make_key) {
    std::multimap<std::string, std::size_t> open;
    for (std::size_t index = 0; index < after_.size(); ++index) {
      if (matched_after_[index] == 0) {
        open.emplace(make_key(after_[index]), index);
      }
    }
    for (std::size_t index = 0; index < before_.size(); ++index) {
      const auto found =
          matched_before_[index] == 0 ? open.find(make_key(before_[index])) : open.end();
      if (found != open.end()) {
        matched_before_[index] = found->second + 1;
        matched_after_[found->second] = index + 1;
        open.erase(found);
      }
    }
  }

  void collect() {
    for (std::size_t index = 0; index < before_.size(); ++index) {
      if (matched_before_[index] == 0) {
        comparison_.lost.push_back(before_[index]);
      } else {
        add({before_[index], after_[matched_before_[index] - 1]});
      }
    }
    for (std::size_t index = 0; index < after_.size(); ++index) {
      if (matched_after_[index] == 0) {
        comparison_.added.push_back(after_[index]);
      }
    }
  }

  void add(Match match) {
    const bool same = is_direct(match.before) == is_direct(match.after);
    auto& matches = same                      ? comparison_.kept
                    : is_direct(match.before) ? comparison_.migrated
                                              : comparison_.reverted;
    matches.push_back(std::move(match));
  }

  const std::vector<Deallocation>& before_;
  const std::vector<Deallocation>& after_;
  std::vector<std::size_t> matched_before_;  ///< the other's index and one; 0: none
  std::vector<std::size_t> matched_after_;
  Comparison comparison_;
};

}  // namespace

Comparison compare(const Inventory& before, const Inventory& after) {
  return Matching(before, after).compare();
}

}  // namespace orbbench::inventory
