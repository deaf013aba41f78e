#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace orbbench::inventory {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// A place in a file: the number of a lexical element.
using Position = std::uint32_t;
constexpr Position kEnd = std::numeric_limits<Position>::max();

struct Argument {
  std::string formal;  ///< in lower case; empty: by position
  std::string text;
};

enum class DeclarationKind : std::uint8_t {
  Package,
  Subprogram,
  Type,
  Subtype,
  FormalType,
  Object,
  Instance,           ///< of a generic package or subprogram
  PackageRenaming,    ///< of a generic package too
  SubprogramRenaming  ///< of a generic subprogram too
};

/// What is declared somewhere, as far as it can bear on a deallocation. Names are in lower case but
/// where they are called written.
struct Declaration {
  DeclarationKind kind = DeclarationKind::Package;
  bool is_generic = false;
  bool is_body = false;
  bool is_package = false;  ///< an instance's
  bool is_formal = false;   ///< of a generic
  bool is_private = false;  ///< stands in a package's private part
  std::string name;
  std::string written;
  std::string target;  ///< what is renamed, instantiated or constrained
  std::string written_target;
  std::vector<Argument> arguments;
  std::size_t scope = kNone;  ///< of what it contains
  Position position = 0;
  std::uint32_t line = 0;
};

struct UseClause {
  std::string package;
  Position position = 0;
};

enum class ScopeKind : std::uint8_t { Unit, Package, Subprogram, Concurrent, Block };

/// A declarative region, or a compilation unit around its one library item. Its name is the full
/// one: "polyorb.any.typecode".
struct Scope {
  ScopeKind kind = ScopeKind::Unit;
  bool is_body = false;
  bool is_generic = false;
  std::string name;
  std::string written;
  std::size_t parent = kNone;
  std::vector<Declaration> declarations;
  std::vector<UseClause> uses;
  std::vector<std::string> withs;  ///< a unit's
  std::string subunit_of;          ///< a unit's parent body; empty: it is no subunit
  std::string subunit_of_written;
};

/// A statement that calls a procedure.
struct Call {
  std::string name;
  std::string written;
  std::string arguments;
  std::size_t scope = kNone;
  Position position = 0;
  std::uint32_t line = 0;
};

struct AdaSource {
  std::string path;  ///< below the root of its tree
  std::vector<Scope> scopes;
  std::vector<Call> calls;
  /// Where an `end` does not match what it closes: from there on names may be looked up in the
  /// wrong place.
  std::optional<std::uint32_t> doubtful_from_line;
};

}  // namespace orbbench::inventory
