#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "interop/wire/cdr.hpp"

namespace orbbench::interop {

/// Where an object is, as the first IIOP profile of its reference says.
struct ObjectAddress {
  std::string type_id;  ///< repository id; empty for a corbaloc
  int giop_minor = 2;
  std::string host;
  std::uint16_t port = 0;
  Octets key;

  /// Of "IOR:..." or "corbaloc:[iiop:][1.n@]host:port/key"; nothing for anything else.
  static std::optional<ObjectAddress> of(const std::string& reference);

  /// The same object: the same place and key, whatever type and version the reference states.
  bool operator==(const ObjectAddress& other) const {
    return host == other.host && port == other.port && key == other.key;
  }
};

/// The reference with its IIOP profile's version put at 1.<minor>, and nothing else changed but
/// that a 1.0 profile has no components (CORBA 3.3 part 2, 9.7.2). Throws ConfigError for a
/// reference that ObjectAddress does not read.
std::string with_giop_minor(const std::string& reference, int minor);

}  // namespace orbbench::interop
