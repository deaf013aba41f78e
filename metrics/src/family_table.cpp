#include "family_table.hpp"

#include <array>
#include <string>
#include <utility>

namespace orbbench::metrics {
namespace {

constexpr std::array<std::string_view, 3> kHistogramSuffixes = {"_sum", "_count", "_bucket"};
constexpr std::array<std::string_view, 2> kSummarySuffixes = {"_sum", "_count"};

template <class Suffixes>
std::string_view without_suffix(std::string_view name, const Suffixes& suffixes) {
  for (const std::string_view suffix : suffixes) {
    if (name.ends_with(suffix)) {
      return name.substr(0, name.size() - suffix.size());
    }
  }
  return {};
}

}  // namespace

void FamilyTable::add_help(std::string_view name, std::string help, Place place) {
  const std::size_t index = enter(name, place);
  if (std::exchange(lines_[index].help, true)) {
    cursor_.fail(place, "second HELP for " + quoted(name));
  }
  families_[index].help = std::move(help);
}

void FamilyTable::add_type(std::string_view name, FamilyType type, Place place) {
  const std::size_t index = enter(name, place);
  if (lines_[index].samples) {
    cursor_.fail(place, "TYPE of " + quoted(name) + " after its samples");
  }
  if (std::exchange(lines_[index].type, true)) {
    cursor_.fail(place, "second TYPE for " + quoted(name));
  }
  families_[index].type = type;
  if (type == FamilyType::Histogram || type == FamilyType::Summary) {
    for (const std::string_view suffix : kHistogramSuffixes) {
      const bool belongs = type == FamilyType::Histogram || suffix != "_bucket";
      if (belongs && has_untyped_samples(families_[index].name + std::string(suffix))) {
        cursor_.fail(place, "TYPE of " + quoted(name) + " after its samples");
      }
    }
  }
}

const Family& FamilyTable::add_sample(std::string_view name, Place place) {
  const std::size_t index = enter(family_name(name), place);
  lines_[index].samples = true;
  return families_[index];
}

std::size_t FamilyTable::enter(std::string_view name, Place place) {
  const auto [position, is_new] = indices_.try_emplace(name, families_.size());
  const std::size_t index = position->second;
  if (is_new) {
    families_.push_back({std::string(name), FamilyType::Untyped, ""});
    lines_.emplace_back();
  } else if (index != current_) {
    cursor_.fail(place, "expected all lines of " + quoted(name) +
                            " in one group, found one after those of " +
                            quoted(families_[*current_].name));
  }
  current_ = index;
  return index;
}

std::string_view FamilyTable::family_name(std::string_view sample_name) const {
  if (indices_.contains(sample_name)) {
    return sample_name;
  }
  const std::string_view histogram = without_suffix(sample_name, kHistogramSuffixes);
  if (type_of(histogram) == FamilyType::Histogram) {
    return histogram;
  }
  const std::string_view summary = without_suffix(sample_name, kSummarySuffixes);
  return type_of(summary) == FamilyType::Summary ? summary : sample_name;
}

std::optional<FamilyType> FamilyTable::type_of(std::string_view name) const {
  const auto position = indices_.find(name);
  return position == indices_.end() ? std::nullopt
                                    : std::optional(families_[position->second].type);
}

bool FamilyTable::has_untyped_samples(const std::string& name) const {
  const auto position = indices_.find(name);
  return position != indices_.end() && lines_[position->second].samples &&
         !lines_[position->second].type;
}

}  // namespace orbbench::metrics
