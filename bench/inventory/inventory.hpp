#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "inventory/source_tree.hpp"

namespace orbbench::inventory {

enum class DeallocationKind : std::uint8_t {
  Direct,       ///< an instance of Ada.Unchecked_Deallocation
  Obsolescent,  ///< an instance of Unchecked_Deallocation (RM J.1)
  Utility,      ///< an instance of a generic that deallocates what its formal types designate
  UtilityCall   ///< a call of a procedure that was named as a utility
};

constexpr std::size_t kDeallocationKinds = 4;

const char* to_string(DeallocationKind kind);

/// One place where something is given the means to be deallocated. Names are as they are written.
struct Deallocation {
  std::string file;  ///< below the root of its tree
  std::uint32_t line = 0;
  std::string unit;   ///< the library unit: "PolyORB.Any"
  std::string scope;  ///< the declarative region: "PolyORB.Any.TypeCode.Free"
  DeallocationKind kind = DeallocationKind::Direct;
  std::string instance;     ///< "Free"; of a call the procedure as it is called
  std::string generic;      ///< the full name of what is instantiated or called
  std::string object_type;  ///< as it stands there; empty where it is not said
  std::string name_type;    ///< the access type
  std::string arguments;    ///< a call's
  bool in_generic = false;  ///< each instance of the generic around it has one of its own
};

/// A generic that is a utility, found or named.
struct Utility {
  std::string name;
  std::string file;  ///< empty: not among the sources
  std::uint32_t line = 0;
  std::uint64_t uses = 0;
  bool was_named = false;  ///< by InventoryOptions
};

/// Something that looks like a deallocation and could not be told. One line.
struct Doubt {
  std::string file;
  std::uint32_t line = 0;
  std::string text;
};

struct Inventory {
  std::string root;
  std::size_t files = 0;
  std::uint64_t lines = 0;
  std::vector<Deallocation> deallocations;  ///< by file and line
  std::vector<Utility> utilities;
  std::vector<UnreadFile> unread;
  std::vector<Doubt> doubts;

  std::uint64_t count(DeallocationKind kind) const;

  /// Nothing was left unread.
  bool is_complete() const { return unread.empty(); }
};

struct InventoryOptions {
  /// Full names of generics and procedures that deallocate, in either case.
  std::vector<std::string> utilities;
  TreeLimits limits;
};

/// Reads the Ada sources below a folder. Throws PathError.
Inventory take_inventory(const std::filesystem::path& path, const InventoryOptions& options = {});

}  // namespace orbbench::inventory
