#include "memory/preload/enumerators.hpp"

#include <dwarf.h>

#include <optional>
#include <regex>
#include <string_view>

namespace orbbench::free_witness {
namespace {

template <class Visit>
bool any_child(Dwarf_Die& parent, const Visit& visit) {
  Dwarf_Die child;
  if (dwarf_child(&parent, &child) != 0) {
    return false;
  }
  do {
    if (visit(child)) {
      return true;
    }
  } while (dwarf_siblingof(&child, &child) == 0);
  return false;
}

bool is_named(Dwarf_Die& die, std::string_view name) {
  const char* own = dwarf_diename(&die);
  return own != nullptr && own == name;
}

/// Finds "a::b::E" by descending from scope to scope.
std::optional<Dwarf_Die> find_enumeration(Dwarf_Die& scope, std::string_view qualified) {
  const std::size_t end = qualified.find("::");
  const std::string_view name = qualified.substr(0, end);
  std::optional<Dwarf_Die> found;
  any_child(scope, [&](Dwarf_Die& child) {
    if (!is_named(child, name)) {
      return false;
    }
    if (end != std::string_view::npos) {
      found = find_enumeration(child, qualified.substr(end + 2));
    } else if (dwarf_tag(&child) == DW_TAG_enumeration_type) {
      found = child;
    }
    return found.has_value();
  });
  return found;
}

std::optional<std::string> enumerator_name(Dwarf_Die& enumeration, Dwarf_Word value) {
  std::optional<std::string> name;
  any_child(enumeration, [&](Dwarf_Die& child) {
    Dwarf_Attribute attribute;
    Dwarf_Word own = 0;
    if (dwarf_tag(&child) == DW_TAG_enumerator &&
        dwarf_attr(&child, DW_AT_const_value, &attribute) != nullptr &&
        dwarf_formudata(&attribute, &own) == 0 && own == value &&
        dwarf_diename(&child) != nullptr) {
      name = dwarf_diename(&child);
    }
    return name.has_value();
  });
  return name;
}

}  // namespace

std::string with_named_enumerators(const std::string& function, Dwarf_Die& unit) {
  static const std::regex cast_text(R"(\(([A-Za-z_][\w:]*)\)(\d{1,18}))");
  std::string named;
  std::size_t end = 0;
  for (std::sregex_iterator cast(function.begin(), function.end(), cast_text), last; cast != last;
       ++cast) {
    auto enumeration = find_enumeration(unit, (*cast)[1].str());
    const auto name = enumeration ? enumerator_name(*enumeration, std::stoull((*cast)[2].str()))
                                  : std::optional<std::string>();
    const auto start = static_cast<std::size_t>(cast->position());
    named += function.substr(end, start - end);
    named += name ? (*cast)[1].str() + "::" + *name : cast->str();
    end = start + static_cast<std::size_t>(cast->length());
  }
  return named + function.substr(end);
}

}  // namespace orbbench::free_witness
