#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::orb_client {

enum class Direction { In, Out, InOut };

/// One parameter of an operation. The type is an IDL type specification, scoped names in full:
/// "unsigned long", "sequence<short,10>", "::OrbCore::Samples".
struct ParameterDescription {
  std::string name;
  Direction direction = Direction::In;
  std::string type;
};

/// One operation as it goes over the wire; an attribute is one or two of them, _get_x and _set_x.
struct OperationDescription {
  std::string name;
  bool oneway = false;
  std::string result;  ///< a type, or "void"
  std::vector<ParameterDescription> parameters;
  std::vector<std::string> raises;  ///< scoped names of user exceptions
};

struct InterfaceDescription {
  std::string name;           ///< scoped, without a leading "::": "OrbCore::Probe"
  std::string repository_id;  ///< "IDL:OrbCore/Probe:1.0"
  std::vector<OperationDescription> operations;  ///< inherited ones first
};

/// What a set of IDL files declares: interfaces, and the types that their operations use. A value
/// that is cheap to copy, and immutable: any thread may read it.
class InterfaceCatalogue {
 public:
  /// The IDL that this project is built with: orb_core, echo, all_functions, all_types.
  static const InterfaceCatalogue& built_in();

  /// Reads a catalogue as the omniidl back end of this project writes it. Throws ConfigError naming
  /// the place and what is wrong.
  static InterfaceCatalogue parse(std::string_view json);

  const std::vector<InterfaceDescription>& interfaces() const;

  /// By scoped name or repository id. Throws ConfigError naming what there is.
  const InterfaceDescription& interface(std::string_view name) const;

  struct Types;
  const Types& types() const { return *types_; }

 private:
  explicit InterfaceCatalogue(std::span<const std::string_view> documents);

  std::shared_ptr<const std::vector<InterfaceDescription>> interfaces_;
  std::shared_ptr<const Types> types_;
};

}  // namespace orbbench::orb_client
