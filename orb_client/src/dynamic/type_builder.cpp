#include "type_builder.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "json_conversion.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "type_specification.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDepth = 64;

class Builder {
 public:
  explicit Builder(const TypeDeclarations& declarations) : declarations_(declarations) {}

  InterfaceCatalogue::Types::Named build_all() {
    for (const auto& [name, declaration] : declarations_) {
      if (declaration->at("kind") != "unsupported") {
        try_build(name);
      }
    }
    return std::move(built_);
  }

 private:
  // A type that uses one that cannot travel cannot travel either; the others can.
  void try_build(const std::string& name) {
    try {
      build(name);
    } catch (const UnsupportedType&) {
      in_progress_.clear();
    }
  }

  struct UnsupportedType {};

  struct Progress {
    std::string name;
    bool in_sequence;  // what is made of it at the moment is an element of a sequence
  };

  CORBA::TypeCode_var build(std::string_view name) {
    if (const auto known = built_.find(name); known != built_.end()) {
      return known->second;
    }
    const auto found = declarations_.find(name);
    if (found == declarations_.end()) {
      throw ConfigError("no IDL of the catalogue declares the type " + std::string(name));
    }
    const json& declaration = *found->second;
    const auto outer = std::find_if(in_progress_.begin(), in_progress_.end(),
                                    [&](const Progress& one) { return one.name == name; });
    if (outer != in_progress_.end()) {
      return make_recursive(declaration, {outer, in_progress_.end()});
    }
    if (in_progress_.size() >= kMaxDepth) {
      throw ConfigError("the type " + std::string(name) + " is nested too deep");
    }
    in_progress_.push_back({std::string(name), false});
    CORBA::TypeCode_var type = make(declaration);
    in_progress_.pop_back();
    return built_.emplace(name, type).first->second;
  }

  // A type may hold itself in a sequence only (CORBA 3.3 part 1, 7.11.2).
  static CORBA::TypeCode_var make_recursive(const json& declaration,
                                            std::span<const Progress> cycle) {
    const std::string kind = text(declaration, "kind");
    const bool in_sequence = std::any_of(cycle.begin(), cycle.end(),
                                         [](const Progress& one) { return one.in_sequence; });
    if (!in_sequence || (kind != "struct" && kind != "union")) {
      throw ConfigError("the type " + text(declaration, "name") + " holds itself");
    }
    return CORBA::ORB::_nil()->create_recursive_tc(text(declaration, "id").c_str());
  }

  CORBA::TypeCode_var make(const json& declaration) {
    const std::string kind = text(declaration, "kind");
    const std::string id = text(declaration, "id");
    const std::string name = simple_name(text(declaration, "name"));
    CORBA::ORB_ptr factory = CORBA::ORB::_nil();
    if (kind == "struct") {
      return factory->create_struct_tc(id.c_str(), name.c_str(), members(declaration));
    }
    if (kind == "exception") {
      return factory->create_exception_tc(id.c_str(), name.c_str(), members(declaration));
    }
    if (kind == "enum") {
      return factory->create_enum_tc(id.c_str(), name.c_str(), enumerators(declaration));
    }
    if (kind == "typedef") {
      return factory->create_alias_tc(id.c_str(), name.c_str(), type_of(declaration));
    }
    if (kind == "interface") {
      return factory->create_interface_tc(id.c_str(), name.c_str());
    }
    if (kind == "union") {
      return make_union(id, name, declaration);
    }
    if (kind == "unsupported") {
      throw UnsupportedType{};
    }
    throw ConfigError("\"" + kind + "\" is no kind of a type");
  }

  CORBA::TypeCode_var type_of(const json& holder, const char* key = "type") {
    const std::string specification = text(holder, key);
    if (specification.find("unsupported") == 0) {
      throw UnsupportedType{};
    }
    in_progress_.back().in_sequence = specification.find("sequence<") != std::string::npos;
    return parse_type(specification, [this](std::string_view name) { return build(name); });
  }

  CORBA::StructMemberSeq members(const json& declaration) {
    const json& listed = declaration.at("members");
    CORBA::StructMemberSeq sequence;
    sequence.length(static_cast<CORBA::ULong>(listed.size()));
    for (CORBA::ULong i = 0; i < sequence.length(); ++i) {
      sequence[i].name = text(listed[i], "name").c_str();
      sequence[i].type = type_of(listed[i])._retn();
    }
    return sequence;
  }

  static CORBA::EnumMemberSeq enumerators(const json& declaration) {
    const json& listed = declaration.at("enumerators");
    CORBA::EnumMemberSeq sequence;
    sequence.length(static_cast<CORBA::ULong>(listed.size()));
    for (CORBA::ULong i = 0; i < sequence.length(); ++i) {
      sequence[i] = listed[i].get<std::string>().c_str();
    }
    return sequence;
  }

  // A TypeCode has one member for each label; the default's is an octet of zero (CORBA 3.3 part 1,
  // 8.11.3).
  CORBA::TypeCode_var make_union(const std::string& id, const std::string& name,
                                 const json& declaration) {
    const CORBA::TypeCode_var discriminator = type_of(declaration, "discriminator");
    CORBA::UnionMemberSeq sequence;
    for (const json& member : declaration.at("members")) {
      const CORBA::TypeCode_var type = type_of(member);
      for (const json& label : member.at("labels")) {
        append(sequence, member, type, make_label(label, discriminator));
      }
      if (member.at("default").get<bool>()) {
        CORBA::Any label;
        label <<= CORBA::Any::from_octet(0);
        append(sequence, member, type, label);
      }
    }
    return CORBA::ORB::_nil()->create_union_tc(id.c_str(), name.c_str(), discriminator, sequence);
  }

  static void append(CORBA::UnionMemberSeq& sequence, const json& member, CORBA::TypeCode_ptr type,
                     const CORBA::Any& label) {
    const CORBA::ULong end = sequence.length();
    sequence.length(end + 1);
    sequence[end].name = text(member, "name").c_str();
    sequence[end].label = label;
    sequence[end].type = CORBA::TypeCode::_duplicate(type);
  }

  // omniidl tells a boolean label as a number.
  static CORBA::Any make_label(const json& label, CORBA::TypeCode_ptr discriminator) {
    const bool is_boolean = resolve_alias(discriminator)->kind() == CORBA::tk_boolean;
    const json value = is_boolean && label.is_number() ? json(label != 0) : label;
    return read_any(value, discriminator, InterfaceCatalogue::Types(), {});
  }

  static std::string text(const json& holder, const char* key) {
    return holder.at(key).get<std::string>();
  }

  static std::string simple_name(const std::string& scoped) {
    const auto colon = scoped.rfind(':');
    return colon == std::string::npos ? scoped : scoped.substr(colon + 1);
  }

  const TypeDeclarations& declarations_;
  InterfaceCatalogue::Types::Named built_;
  std::vector<Progress> in_progress_;
};

}  // namespace

InterfaceCatalogue::Types::Named build_types(const TypeDeclarations& declarations) {
  return Builder(declarations).build_all();
}

}  // namespace orbbench::orb_client
