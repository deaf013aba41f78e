#include "type_table.hpp"

#include <utility>

#include "orbbench/orb_client/errors.hpp"
#include "text_codes.hpp"
#include "type_specification.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxDepth = 64;

std::string with_bound(const char* name, CORBA::ULong bound) {
  return bound == 0 ? name : name + ("<" + std::to_string(bound) + ">");
}

const char* basic_name(CORBA::TCKind kind) {
  switch (kind) {
    case CORBA::tk_null:
      return "null";
    case CORBA::tk_void:
      return "void";
    case CORBA::tk_short:
      return "short";
    case CORBA::tk_long:
      return "long";
    case CORBA::tk_ushort:
      return "unsigned short";
    case CORBA::tk_ulong:
      return "unsigned long";
    case CORBA::tk_longlong:
      return "long long";
    case CORBA::tk_ulonglong:
      return "unsigned long long";
    case CORBA::tk_float:
      return "float";
    case CORBA::tk_double:
      return "double";
    case CORBA::tk_longdouble:
      return "long double";
    case CORBA::tk_boolean:
      return "boolean";
    case CORBA::tk_char:
      return "char";
    case CORBA::tk_wchar:
      return "wchar";
    case CORBA::tk_octet:
      return "octet";
    case CORBA::tk_any:
      return "any";
    case CORBA::tk_TypeCode:
      return "CORBA::TypeCode";
    default:
      return "unsupported";
  }
}

/// Follows the content types down, which a peer may have nested without end.
class Specifier {
 public:
  explicit Specifier(const std::map<std::string, std::string, std::less<>>& names_by_id)
      : names_by_id_(names_by_id) {}

  std::string specify(CORBA::TypeCode_ptr type, std::size_t depth) const {
    if (depth > kMaxDepth) {
      return "unsupported";
    }
    switch (type->kind()) {
      case CORBA::tk_string:
        return with_bound("string", type->length());
      case CORBA::tk_wstring:
        return with_bound("wstring", type->length());
      case CORBA::tk_fixed:
        return "fixed<" + std::to_string(type->fixed_digits()) + "," +
               std::to_string(type->fixed_scale()) + ">";
      case CORBA::tk_sequence:
        return specify_sequence(type, depth);
      case CORBA::tk_array:
        return specify_array(type, depth);
      case CORBA::tk_objref:
      case CORBA::tk_struct:
      case CORBA::tk_union:
      case CORBA::tk_enum:
      case CORBA::tk_alias:
      case CORBA::tk_except:
        return specify_named(type);
      default:
        return basic_name(type->kind());
    }
  }

 private:
  std::string specify_sequence(CORBA::TypeCode_ptr type, std::size_t depth) const {
    const CORBA::TypeCode_var element = type->content_type();
    const std::string bound = type->length() == 0 ? "" : "," + std::to_string(type->length());
    return "sequence<" + specify(element, depth + 1) + bound + ">";
  }

  std::string specify_array(CORBA::TypeCode_ptr type, std::size_t depth) const {
    std::string sizes = "[" + std::to_string(type->length()) + "]";
    CORBA::TypeCode_var element = type->content_type();
    for (; element->kind() == CORBA::tk_array && depth < kMaxDepth; ++depth) {
      sizes += "[" + std::to_string(element->length()) + "]";
      element = element->content_type();
    }
    return specify(element, depth + 1) + sizes;
  }

  std::string specify_named(CORBA::TypeCode_ptr type) const {
    const std::string id = to_utf8(type->id());
    if (const auto found = names_by_id_.find(id); found != names_by_id_.end()) {
      return "::" + found->second;
    }
    if (type->kind() == CORBA::tk_objref && (id.empty() || id == CORBA::Object::_PD_repoId)) {
      return "Object";
    }
    return id;
  }

  const std::map<std::string, std::string, std::less<>>& names_by_id_;
};

}  // namespace

InterfaceCatalogue::Types::Types(Named named) : named_(std::move(named)) {
  for (const auto& [name, type] : named_) {
    names_by_id_.emplace(type->id(), name);
  }
}

CORBA::TypeCode_var InterfaceCatalogue::Types::find(std::string_view specification) const {
  return parse_type(specification, [this](std::string_view name) { return find_named(name); });
}

std::string InterfaceCatalogue::Types::specify(CORBA::TypeCode_ptr type) const {
  return Specifier(names_by_id_).specify(type, 0);
}

CORBA::TypeCode_var InterfaceCatalogue::Types::find_named(std::string_view name) const {
  auto found = named_.find(name);
  if (found == named_.end()) {
    if (const auto by_id = names_by_id_.find(name); by_id != names_by_id_.end()) {
      found = named_.find(by_id->second);
    }
  }
  if (found == named_.end()) {
    throw ConfigError("no IDL of the catalogue declares the type " + std::string(name));
  }
  return found->second;
}

}  // namespace orbbench::orb_client
