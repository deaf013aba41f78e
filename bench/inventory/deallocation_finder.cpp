#include "inventory/deallocation_finder.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "inventory/name_lookup.hpp"
#include "inventory/source_text.hpp"

namespace orbbench::inventory {
namespace {

constexpr std::string_view kLibraryName = "ada.unchecked_deallocation";
constexpr std::string_view kObsolescentName = "unchecked_deallocation";

/// Which of a generic's formal types is the object's and which the access type's.
struct Roles {
  std::string object = "object";
  std::string name = "name";
  std::size_t object_at = 0;
  std::size_t name_at = 1;
};

/// An instance together with where it stands and what it is an instance of.
struct Instance {
  const Declaration* declaration;
  Place place;
  Entity generic;
};

std::string_view last_part(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

const Scope& unit_around(const AdaSource& source, std::size_t scope) {
  while (source.scopes[scope].kind != ScopeKind::Unit) {
    scope = source.scopes[scope].parent;
  }
  return source.scopes[scope];
}

// What a subunit contains is its library unit's.
std::string library_unit(const AdaSource& source, std::size_t scope) {
  const Scope& unit = unit_around(source, scope);
  return unit.subunit_of.empty() ? unit.written : unit.subunit_of_written;
}

class Finder {
 public:
  Finder(const std::vector<AdaSource>& sources, const std::vector<std::string>& named)
      : sources_(sources), names_(sources) {
    for (const std::string& name : named) {
      named_.emplace(fold_case(name), name);
    }
  }

  Findings find() {
    collect_names();
    collect_instances();
    while (find_utilities()) {
    }
    for (const Instance& instance : instances_) {
      report(instance);
    }
    report_calls();
    report_utilities();
    return std::move(findings_);
  }

 private:
  /// The last parts of the names that can mean a deallocating generic: only what is called so needs
  /// to be looked up. A generic that has formal types may turn out to be one.
  void collect_names() {
    interesting_ = {std::string(kObsolescentName)};
    for (const auto& [folded, written] : named_) {
      interesting_.emplace(last_part(folded));
    }
    for_each_declaration([&](const AdaSource&, std::size_t, const Declaration& declaration) {
      if (declaration.is_generic || declaration.kind == DeclarationKind::SubprogramRenaming) {
        interesting_.emplace(last_part(declaration.name));
      }
    });
  }

  template <typename Action>
  void for_each_declaration(const Action& action) {
    for (const AdaSource& source : sources_) {
      for (std::size_t scope = 0; scope < source.scopes.size(); ++scope) {
        for (const Declaration& declaration : source.scopes[scope].declarations) {
          action(source, scope, declaration);
        }
      }
    }
  }

  // A formal package is given by others: it is no instance of its own.
  void collect_instances() {
    for_each_declaration(
        [&](const AdaSource& source, std::size_t scope, const Declaration& declaration) {
          if (declaration.kind != DeclarationKind::Instance || declaration.is_formal ||
              !interesting_.contains(std::string(last_part(declaration.target)))) {
            return;
          }
          const Place place{&source, scope, declaration.position};
          if (auto generic = names_.find(place, declaration.target, Wanted::Generic)) {
            instances_.push_back({&declaration, place, *std::move(generic)});
          } else if (last_part(declaration.target) == kObsolescentName) {
            findings_.doubts.push_back({source.path, declaration.line,
                                        "what " + declaration.written_target +
                                            " means is not declared in the sources: not counted"});
          }
        });
  }

  std::optional<DeallocationKind> kind_of(const Entity& generic) const {
    const std::string name = generic.full_name();
    if (name == kLibraryName) {
      return DeallocationKind::Direct;
    }
    if (name == kObsolescentName && generic.declaration == nullptr) {
      return DeallocationKind::Obsolescent;
    }
    if (utilities_.contains(generic.declaration) || named_.contains(name)) {
      return DeallocationKind::Utility;
    }
    return std::nullopt;
  }

  Roles roles_of(const Entity& generic) const {
    const auto utility = utilities_.find(generic.declaration);
    return utility == utilities_.end() ? Roles{} : utility->second.roles;
  }

  static std::string actual(const std::vector<Argument>& arguments, const std::string& formal,
                            std::size_t at) {
    for (std::size_t index = 0; index < arguments.size(); ++index) {
      const Argument& one = arguments[index];
      if (one.formal.empty() ? index == at : one.formal == formal) {
        return one.text;
      }
    }
    return {};
  }

  std::string object_of(const Instance& instance) const {
    const Roles roles = roles_of(instance.generic);
    return actual(instance.declaration->arguments, roles.object, roles.object_at);
  }

  std::string name_of(const Instance& instance) const {
    const Roles roles = roles_of(instance.generic);
    return actual(instance.declaration->arguments, roles.name, roles.name_at);
  }

  /// The formal type that a type's name means there.
  std::optional<Entity> formal_type(const Place& from, const std::string& type) const {
    const std::string name = fold_case(type.substr(0, type.find('\'')));
    auto found = names_.find(from, name, Wanted::Type);
    const bool is_formal = found && found->declaration != nullptr &&
                           found->declaration->kind == DeclarationKind::FormalType;
    return is_formal ? std::move(found) : std::nullopt;
  }

  /// Whether one more was found.
  bool find_utilities() {
    bool found = false;
    for (const Instance& instance : instances_) {
      if (!kind_of(instance.generic)) {
        continue;
      }
      if (const auto name = formal_type(instance.place, name_of(instance))) {
        found = add_utility(*name, formal_type(instance.place, object_of(instance))) || found;
      }
    }
    return found;
  }

  bool add_utility(const Entity& name, const std::optional<Entity>& object) {
    const Scope& formals = name.source->scopes[name.scope];
    const std::optional<Entity> generic = generic_of(*name.source, name.scope);
    if (!generic || utilities_.contains(generic->declaration)) {
      return false;
    }
    Roles roles;
    roles.name = name.declaration->name;
    roles.name_at = place_among(formals, roles.name);
    const bool has_object = object && object->source == name.source && object->scope == name.scope;
    roles.object = has_object ? object->declaration->name : "";
    roles.object_at = has_object ? place_among(formals, roles.object) : kNone;
    utilities_.emplace(generic->declaration, Known{*generic, roles});
    return true;
  }

  /// The declaration whose content a scope is.
  static std::optional<Entity> generic_of(const AdaSource& source, std::size_t scope) {
    const std::size_t parent = source.scopes[scope].parent;
    for (const Declaration& declaration : source.scopes[parent].declarations) {
      if (declaration.scope == scope) {
        return Entity{&source, parent, &declaration, {}};
      }
    }
    return std::nullopt;
  }

  static std::size_t place_among(const Scope& formals, const std::string& name) {
    std::size_t at = 0;
    for (const Declaration& declaration : formals.declarations) {
      if (declaration.name == name) {
        break;
      }
      at += declaration.is_formal ? 1 : 0;
    }
    return at;
  }

  void report(const Instance& instance) {
    const auto kind = kind_of(instance.generic);
    if (!kind) {
      return;
    }
    Deallocation found = found_at(*instance.place.source, instance.place.scope);
    found.line = instance.declaration->line;
    found.kind = *kind;
    found.instance = instance.declaration->written;
    found.generic = generic_name(instance.generic);
    found.object_type = object_of(instance);
    found.name_type = name_of(instance);
    found.in_generic = is_in_generic(instance.place);
    findings_.deallocations.push_back(std::move(found));
    count_use(instance.generic);
  }

  static Deallocation found_at(const AdaSource& source, std::size_t scope) {
    Deallocation found;
    found.file = source.path;
    found.unit = library_unit(source, scope);
    found.scope = source.scopes[scope].written;
    if (source.scopes[scope].kind == ScopeKind::Unit) {
      found.scope = found.unit;
    }
    return found;
  }

  static std::string generic_name(const Entity& generic) {
    const std::string name = generic.full_name();
    if (name == kLibraryName) {
      return "Ada.Unchecked_Deallocation";
    }
    return name == kObsolescentName && generic.declaration == nullptr ? "Unchecked_Deallocation"
                                                                      : generic.written();
  }

  bool is_in_generic(const Place& place) const {
    return std::ranges::any_of(names_.regions_around(place),
                               [](const Place& region) { return region.region().is_generic; });
  }

  void report_calls() {
    for (const AdaSource& source : sources_) {
      for (const Call& call : source.calls) {
        report_call(source, call);
      }
    }
  }

  void report_call(const AdaSource& source, const Call& call) {
    if (!interesting_.contains(std::string(last_part(call.name)))) {
      return;
    }
    const Place place{&source, call.scope, call.position};
    const auto procedure = names_.find(place, call.name, Wanted::Procedure);
    if (!procedure || !named_.contains(procedure->full_name())) {
      return;
    }
    Deallocation found = found_at(source, call.scope);
    found.line = call.line;
    found.kind = DeallocationKind::UtilityCall;
    found.instance = call.written;
    found.generic = procedure->written();
    found.arguments = call.arguments;
    found.in_generic = is_in_generic(place);
    findings_.deallocations.push_back(std::move(found));
    count_use(*procedure);
  }

  void count_use(const Entity& used) {
    const auto utility = utilities_.find(used.declaration);
    if (utility != utilities_.end()) {
      ++utility->second.uses;
    } else if (const std::string name = used.full_name(); named_.contains(name)) {
      ++named_uses_[name];
      named_places_.emplace(name, used);
    }
  }

  void report_utilities() {
    std::set<std::string> reported;
    for (const auto& [declaration, known] : utilities_) {
      const std::string name = known.entity.full_name();
      reported.insert(name);
      findings_.utilities.push_back({.name = known.entity.written(),
                                     .file = known.entity.source->path,
                                     .line = declaration->line,
                                     .uses = known.uses,
                                     .was_named = named_.contains(name)});
    }
    for (const auto& [folded, written] : named_) {
      if (!reported.contains(folded)) {
        report_named(folded, written);
      }
    }
    std::ranges::sort(findings_.utilities, {}, [](const Utility& utility) {
      return std::tuple(fold_case(utility.name), utility.file, utility.line);
    });
  }

  void report_named(const std::string& folded, const std::string& written) {
    Utility utility;
    utility.name = written;
    utility.uses = named_uses_[folded];
    utility.was_named = true;
    const auto place = named_places_.find(folded);
    if (place != named_places_.end() && place->second.declaration != nullptr) {
      utility.name = place->second.written();
      utility.file = place->second.source->path;
      utility.line = place->second.declaration->line;
    }
    findings_.utilities.push_back(std::move(utility));
  }

  struct Known {
    Entity entity;
    Roles roles;
    std::uint64_t uses = 0;
  };

  const std::vector<AdaSource>& sources_;
  NameLookup names_;
  std::map<std::string, std::string> named_;
  std::set<std::string> interesting_;
  std::vector<Instance> instances_;
  std::map<const Declaration*, Known> utilities_;
  std::map<std::string, std::uint64_t> named_uses_;
  std::map<std::string, Entity> named_places_;
  Findings findings_;
};

}  // namespace

Findings find_deallocations(const std::vector<AdaSource>& sources,
                            const std::vector<std::string>& named_utilities) {
  return Finder(sources, named_utilities).find();
}

}  // namespace orbbench::inventory
