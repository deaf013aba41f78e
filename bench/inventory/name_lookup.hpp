#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "inventory/ada_source.hpp"

namespace orbbench::inventory {

/// A place that names are looked up from.
struct Place {
  const AdaSource* source = nullptr;
  std::size_t scope = kNone;
  Position position = kEnd;

  const Scope& region() const { return source->scopes[scope]; }
};

/// What a name means: a declaration, or a library unit that is not among the sources.
struct Entity {
  const AdaSource* source = nullptr;
  std::size_t scope = kNone;  ///< where it is declared
  const Declaration* declaration = nullptr;
  std::string external;  ///< in lower case

  std::string full_name() const;
  std::string written() const;
  Place place() const { return {source, scope, declaration->position}; }
};

/// What a name can mean where it stands.
enum class Wanted : std::uint8_t { Prefix, Generic, Procedure, Type };

/// Ada's rules of visibility (RM 8.3, 8.4) over the sources of one tree, for the names that bear on
/// deallocations. They are taken to be legal. Where a unit is there more than once, the one in the
/// nearest folder is meant. Keeps references to the sources; not for several threads at once.
class NameLookup {
 public:
  explicit NameLookup(const std::vector<AdaSource>& sources);

  /// Nothing where the name is not declared in the sources nor named by a with clause. Renamings
  /// are followed.
  std::optional<Entity> find(const Place& from, std::string_view name, Wanted wanted) const;

  /// The regions around a place, from the inside out: those of the specifications and of the parent
  /// units too.
  std::vector<Place> regions_around(const Place& from) const;

 private:
  struct UnitPlace {
    const AdaSource* source;
    std::size_t scope;
  };
  class Search;

  std::optional<Entity> used_package(const Place& region, std::size_t index) const;
  std::optional<Entity> follow(std::optional<Entity> found, Wanted wanted) const;
  const UnitPlace* unit(std::string_view name, bool is_body, const AdaSource& near) const;
  std::optional<Place> parent_region(const Place& unit) const;
  std::optional<Place> specification_of(const Place& body) const;
  std::optional<Place> specification_of_unit(const Place& unit) const;

  std::unordered_map<std::string, std::vector<UnitPlace>> units_;
  mutable std::map<std::tuple<const AdaSource*, std::size_t, std::size_t>, std::optional<Entity>>
      used_packages_;
  mutable std::map<std::pair<const Declaration*, Wanted>, std::optional<Entity>> followed_;
  mutable std::size_t depth_ = 0;
};

}  // namespace orbbench::inventory
