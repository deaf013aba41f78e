#pragma once

#include <omniORB4/CORBA.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "orbbench/orb_client/interface_catalogue.hpp"

namespace orbbench::orb_client {

/// The TypeCodes of a catalogue, by name and by type specification. Immutable once made: any thread
/// may read it. Needs no ORB.
struct InterfaceCatalogue::Types {
 public:
  /// By scoped name, without a leading "::".
  using Named = std::map<std::string, CORBA::TypeCode_var, std::less<>>;

  Types() = default;
  explicit Types(Named named);

  /// The TypeCode of an IDL type specification: a basic type, a scoped name or repository id of the
  /// catalogue, a string, wstring, fixed or sequence of these, each with array bounds; "void" and
  /// "null" too. Throws ConfigError naming what is wrong.
  CORBA::TypeCode_var find(std::string_view specification) const;

  /// A specification that find() takes, where the catalogue knows the type; else as near to one as
  /// the TypeCode allows: the repository id of a type that is unknown here.
  std::string specify(CORBA::TypeCode_ptr type) const;

 private:
  CORBA::TypeCode_var find_named(std::string_view name) const;

  Named named_;
  std::map<std::string, std::string, std::less<>> names_by_id_;
};

}  // namespace orbbench::orb_client
