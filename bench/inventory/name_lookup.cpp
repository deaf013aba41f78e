#include "inventory/name_lookup.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::inventory {
namespace {

// More than legal Ada has any use for: what goes round in circles ends here.
constexpr std::size_t kMostRenamings = 32;
constexpr std::size_t kMostRegions = 1000;

std::string_view first_part(std::string_view name) {
  return name.substr(0, name.find('.'));
}

std::string_view after_first(std::string_view name) {
  const std::size_t point = name.find('.');
  return point == std::string_view::npos ? std::string_view{} : name.substr(point + 1);
}

std::string_view parent_of(std::string_view name) {
  const std::size_t point = name.rfind('.');
  return point == std::string_view::npos ? std::string_view{} : name.substr(0, point);
}

std::string_view last_part(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

bool is_within(std::string_view name, std::string_view prefix) {
  return name.starts_with(prefix) && (name.size() == prefix.size() || name[prefix.size()] == '.');
}

bool can_be(const Declaration& declaration, Wanted wanted) {
  using enum DeclarationKind;
  const DeclarationKind kind = declaration.kind;
  switch (wanted) {
    case Wanted::Prefix:
      return kind == Package || kind == PackageRenaming ||
             (kind == Subprogram && declaration.scope != kNone) ||
             (kind == Instance && declaration.is_package);
    case Wanted::Generic:
      return declaration.is_generic;
    case Wanted::Procedure:
      return !declaration.is_generic && (kind == Subprogram || kind == SubprogramRenaming ||
                                         (kind == Instance && !declaration.is_package));
    case Wanted::Type:
      return kind == Type || kind == Subtype || kind == FormalType;
  }
  return false;
}

bool stands_for_another(const Declaration& declaration, Wanted wanted) {
  using enum DeclarationKind;
  const DeclarationKind kind = declaration.kind;
  return kind == PackageRenaming || kind == SubprogramRenaming ||
         (kind == Instance && wanted == Wanted::Prefix) ||
         (kind == Subtype && wanted == Wanted::Type);
}

/// The specification rather than the body, which does not say whether it is generic.
const Declaration* declared_in(const Place& place, std::string_view name, Wanted wanted) {
  const Declaration* body = nullptr;
  for (const Declaration& declaration : place.region().declarations) {
    if (declaration.position >= place.position || declaration.name != name ||
        !can_be(declaration, wanted)) {
      continue;
    }
    if (!declaration.is_body) {
      return &declaration;
    }
    body = &declaration;
  }
  return body;
}

std::size_t common_octets(const std::string& one, const std::string& other) {
  const auto ends = std::ranges::mismatch(one, other);
  const auto common = static_cast<std::size_t>(ends.in1 - one.begin());
  const std::size_t slash = one.rfind('/', common == 0 ? 0 : common - 1);
  return common == 0 || slash == std::string::npos ? 0 : slash + 1;
}

}  // namespace

std::string Entity::full_name() const {
  if (declaration == nullptr) {
    return external;
  }
  const Scope& holder = source->scopes[scope];
  return holder.kind == ScopeKind::Unit ? holder.name : holder.name + "." + declaration->name;
}

std::string Entity::written() const {
  if (declaration == nullptr) {
    return external;
  }
  const Scope& holder = source->scopes[scope];
  return holder.kind == ScopeKind::Unit ? holder.written
                                        : holder.written + "." + declaration->written;
}

NameLookup::NameLookup(const std::vector<AdaSource>& sources) {
  for (const AdaSource& source : sources) {
    for (std::size_t scope = 0; scope < source.scopes.size(); ++scope) {
      const Scope& unit = source.scopes[scope];
      if (unit.kind == ScopeKind::Unit && !unit.declarations.empty()) {
        units_[unit.name].push_back({&source, scope});
      }
    }
  }
}

const NameLookup::UnitPlace* NameLookup::unit(std::string_view name, bool is_body,
                                              const AdaSource& near) const {
  const auto found = units_.find(std::string(name));
  if (found == units_.end()) {
    return nullptr;
  }
  const UnitPlace* nearest = nullptr;
  std::size_t most = 0;
  for (const UnitPlace& candidate : found->second) {
    const std::size_t common = common_octets(candidate.source->path, near.path);
    if (candidate.source->scopes[candidate.scope].is_body == is_body &&
        (nearest == nullptr || common > most)) {
      nearest = &candidate;
      most = common;
    }
  }
  return nearest;
}

std::optional<Place> NameLookup::specification_of_unit(const Place& unit_place) const {
  const Scope& scope = unit_place.region();
  if (!scope.is_body || !scope.subunit_of.empty()) {
    return std::nullopt;
  }
  const UnitPlace* found = unit(scope.name, false, *unit_place.source);
  return found == nullptr ? std::nullopt : std::optional(Place{found->source, found->scope, kEnd});
}

/// Of a subunit its parent's body, of a child unit its parent's specification.
std::optional<Place> NameLookup::parent_region(const Place& unit_place) const {
  const Scope& scope = unit_place.region();
  const bool is_subunit = !scope.subunit_of.empty();
  const std::string_view parent =
      is_subunit ? std::string_view(scope.subunit_of) : parent_of(scope.name);
  const UnitPlace* found = parent.empty() ? nullptr : unit(parent, is_subunit, *unit_place.source);
  if (found == nullptr) {
    return std::nullopt;
  }
  const std::size_t content = found->source->scopes[found->scope].declarations.front().scope;
  return content == kNone ? std::nullopt : std::optional(Place{found->source, content, kEnd});
}

std::optional<Place> NameLookup::specification_of(const Place& body) const {
  const Scope& scope = body.region();
  const Place holder{body.source, scope.parent, body.position};
  if (holder.region().kind == ScopeKind::Unit && holder.region().subunit_of.empty()) {
    const std::optional<Place> unit_place = specification_of_unit(holder);
    const std::size_t content =
        unit_place ? unit_place->region().declarations.front().scope : kNone;
    return content == kNone ? std::nullopt
                            : std::optional(Place{unit_place->source, content, kEnd});
  }
  std::optional<Place> place =
      holder.region().kind == ScopeKind::Unit ? parent_region(holder) : holder;
  while (place) {
    for (const Declaration& declaration : place->region().declarations) {
      if (!declaration.is_body && declaration.scope != kNone &&
          declaration.name == last_part(scope.name)) {
        return Place{place->source, declaration.scope, kEnd};
      }
    }
    place = place->region().is_body ? specification_of(*place) : std::nullopt;
  }
  return std::nullopt;
}

std::vector<Place> NameLookup::regions_around(const Place& from) const {
  std::vector<Place> regions;
  std::optional<Place> place = from;
  while (place && regions.size() < kMostRegions) {
    regions.push_back(*place);
    const Scope& scope = place->region();
    if (scope.kind == ScopeKind::Unit) {
      if (const auto specification = specification_of_unit(*place)) {
        regions.push_back(*specification);
      }
      place = parent_region(*place);
      continue;
    }
    if (const auto specification = scope.is_body ? specification_of(*place) : std::nullopt) {
      regions.push_back(*specification);
    }
    place = Place{place->source, scope.parent, place->position};
  }
  return regions;
}

/// One name looked up from one place.
class NameLookup::Search {
 public:
  Search(const NameLookup& names, const Place& from)
      : names_(names), from_(from), regions_(names.regions_around(from)) {}

  std::optional<Entity> find(std::string_view name, Wanted wanted) const {
    const std::string_view first = first_part(name);
    std::string_view rest = after_first(name);
    if (rest.empty()) {
      return names_.follow(directly(first, wanted), wanted);
    }
    std::optional<Entity> found = names_.follow(prefix(first), Wanted::Prefix);
    while (found && !rest.empty()) {
      const std::string_view next = first_part(rest);
      rest = after_first(rest);
      const Wanted now = rest.empty() ? wanted : Wanted::Prefix;
      found = names_.follow(selected(*found, next, now), now);
    }
    return found;
  }

 private:
  // RM 8.3: an inner declaration hides an outer one, and both hide what use clauses show.
  std::optional<Entity> directly(std::string_view name, Wanted wanted) const {
    for (const Place& region : regions_) {
      if (const Declaration* declaration = declared_in(region, name, wanted)) {
        return Entity{region.source, region.scope, declaration, {}};
      }
      if (auto child = child_of(region.region(), name)) {
        return child;
      }
    }
    if (is_in_context(name)) {
      return library_unit(name);
    }
    return by_use_clause(name, wanted);
  }

  // A part of a tree may lack the parent that has the with clause: there is only one Ada.
  std::optional<Entity> prefix(std::string_view name) const {
    if (name == "standard") {
      return Entity{.external = "standard"};
    }
    std::optional<Entity> found = directly(name, Wanted::Prefix);
    return found || name != "ada" ? found : library_unit(name);
  }

  std::optional<Entity> by_use_clause(std::string_view name, Wanted wanted) const {
    for (const Place& region : regions_) {
      const std::vector<UseClause>& uses = region.region().uses;
      for (std::size_t index = 0; index < uses.size(); ++index) {
        if (uses[index].position >= region.position) {
          break;
        }
        const std::optional<Entity> package = names_.used_package(region, index);
        if (auto found = package ? shown_by(*package, name, wanted) : std::nullopt) {
          return found;
        }
      }
    }
    return std::nullopt;
  }

  std::optional<Entity> shown_by(const Entity& package, std::string_view name,
                                 Wanted wanted) const {
    if (package.declaration == nullptr) {
      const std::string full = package.external + "." + std::string(name);
      return is_in_context(full) ? std::optional(library_unit(full)) : std::nullopt;
    }
    return selected(package, name, wanted);
  }

  std::optional<Entity> selected(const Entity& prefix, std::string_view name, Wanted wanted) const {
    if (prefix.declaration == nullptr) {
      return library_unit(prefix.external == "standard"
                              ? std::string(name)
                              : prefix.external + "." + std::string(name));
    }
    const std::size_t content = prefix.declaration->scope;
    if (content == kNone) {
      return std::nullopt;
    }
    std::optional<Place> inside = Place{prefix.source, content, kEnd};
    while (inside) {
      const Declaration* declaration = declared_in(*inside, name, wanted);
      if (declaration != nullptr && (!declaration->is_private || is_around(*inside))) {
        return Entity{inside->source, inside->scope, declaration, {}};
      }
      inside = inside->region().is_body ? names_.specification_of(*inside) : std::nullopt;
    }
    return child_of(prefix.source->scopes[content], name);
  }

  bool is_around(const Place& region) const {
    return std::ranges::any_of(regions_, [&](const Place& around) {
      return around.source == region.source && around.scope == region.scope;
    });
  }

  /// A child unit is declared in its parent, but visible only by a with clause (RM 10.1.6).
  std::optional<Entity> child_of(const Scope& parent, std::string_view name) const {
    if (parent.kind != ScopeKind::Package) {
      return std::nullopt;
    }
    const std::string full = parent.name + "." + std::string(name);
    return is_in_context(full) ? std::optional(library_unit(full)) : std::nullopt;
  }

  bool is_in_context(std::string_view full) const {
    return std::ranges::any_of(regions_, [&](const Place& region) {
      const Scope& scope = region.region();
      return scope.kind == ScopeKind::Unit &&
             (is_within(scope.name, full) ||
              std::ranges::any_of(
                  scope.withs, [&](const std::string& named) { return is_within(named, full); }));
    });
  }

  Entity library_unit(std::string_view full) const {
    for (const bool is_body : {false, true}) {
      if (const UnitPlace* unit = names_.unit(full, is_body, *from_.source)) {
        const Scope& scope = unit->source->scopes[unit->scope];
        return {unit->source, unit->scope, &scope.declarations.front(), {}};
      }
    }
    return Entity{.external = std::string(full)};
  }

  const NameLookup& names_;
  Place from_;
  std::vector<Place> regions_;
};

std::optional<Entity> NameLookup::used_package(const Place& region, std::size_t index) const {
  const auto key = std::tuple(region.source, region.scope, index);
  if (const auto known = used_packages_.find(key); known != used_packages_.end()) {
    return known->second;
  }
  used_packages_[key] = std::nullopt;  // while it is being looked up
  const UseClause& clause = region.region().uses[index];
  const Place from{region.source, region.scope, clause.position};
  return used_packages_[key] = find(from, clause.package, Wanted::Prefix);
}

/// What a renaming, a subtype or an instance as a prefix stands for.
std::optional<Entity> NameLookup::follow(std::optional<Entity> found, Wanted wanted) const {
  if (!found || found->declaration == nullptr || !stands_for_another(*found->declaration, wanted)) {
    return found;
  }
  const auto key = std::pair(found->declaration, wanted);
  if (const auto known = followed_.find(key); known != followed_.end()) {
    return known->second;
  }
  followed_[key] = std::nullopt;  // while it is being followed
  if (depth_ == kMostRenamings) {
    return std::nullopt;
  }
  const bool is_instance = found->declaration->kind == DeclarationKind::Instance;
  ++depth_;
  auto target =
      find(found->place(), found->declaration->target, is_instance ? Wanted::Generic : wanted);
  --depth_;
  return followed_[key] = std::move(target);
}

std::optional<Entity> NameLookup::find(const Place& from, std::string_view name,
                                       Wanted wanted) const {
  return Search(*this, from).find(name, wanted);
}

}  // namespace orbbench::inventory
