#include "inventory/inventory.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "inventory/ada_reader.hpp"
#include "inventory/deallocation_finder.hpp"

namespace orbbench::inventory {
namespace {

class Reading {
 public:
  Reading(Inventory& inventory, const SourceTree& tree, const InventoryOptions& options)
      : inventory_(inventory), tree_(tree), options_(options) {}

  std::vector<AdaSource> sources() {
    std::vector<AdaSource> sources;
    sources.reserve(tree_.files.size());
    for (const std::string& file : tree_.files) {
      try {
        sources.push_back(source(file));
      } catch (const ReadError& error) {
        inventory_.unread.push_back({file, error.what()});
      }
    }
    return sources;
  }

 private:
  AdaSource source(const std::string& file) {
    std::string text = read_source(tree_.root / file, options_.limits);
    const auto lines = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
    AdaSource source =
        read_ada(std::move(text), options_.utilities.empty() ? Calls::LeftOut : Calls::Kept);
    source.path = file;
    inventory_.lines += lines;
    ++inventory_.files;
    if (source.doubtful_from_line) {
      inventory_.doubts.push_back({file, *source.doubtful_from_line,
                                   "an end that closes nothing, or nothing that ends: names may "
                                   "be looked up in the wrong place"});
    }
    return source;
  }

  Inventory& inventory_;
  const SourceTree& tree_;
  const InventoryOptions& options_;
};

}  // namespace

const char* to_string(DeallocationKind kind) {
  switch (kind) {
    case DeallocationKind::Direct:
      return "direct";
    case DeallocationKind::Obsolescent:
      return "obsolescent";
    case DeallocationKind::Utility:
      return "utility";
    case DeallocationKind::UtilityCall:
      return "utility_call";
  }
  return "";
}

std::uint64_t Inventory::count(DeallocationKind kind) const {
  return static_cast<std::uint64_t>(std::ranges::count(deallocations, kind, &Deallocation::kind));
}

Inventory take_inventory(const std::filesystem::path& path, const InventoryOptions& options) {
  SourceTree tree = find_sources(path, options.limits);
  Inventory inventory;
  inventory.root = path.string();
  inventory.unread = std::move(tree.unread);
  const std::vector<AdaSource> sources = Reading(inventory, tree, options).sources();
  Findings findings = find_deallocations(sources, options.utilities);
  std::ranges::move(findings.doubts, std::back_inserter(inventory.doubts));
  inventory.utilities = std::move(findings.utilities);
  inventory.deallocations = std::move(findings.deallocations);
  const auto by_place = [](const auto& one) { return std::tie(one.file, one.line); };
  std::ranges::stable_sort(inventory.deallocations, {}, by_place);
  std::ranges::stable_sort(inventory.doubts, {}, by_place);
  return inventory;
}

}  // namespace orbbench::inventory
