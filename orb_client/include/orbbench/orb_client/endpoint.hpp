#pragma once

#include <string>
#include <string_view>

namespace orbbench::orb_client {

/// How a core is reached. Understands
///   IOR:<hex>                          a stringified reference (CORBA 3.3 part 2, 7.6.9)
///   corbaloc:...                       with or without an object key; "OrbCore" when without
///   corbaname:...                      resolved through that naming service
///   http://host:port and host:port     read as corbaloc:iiop:1.2@host:port/OrbCore
///   a path                             of a file whose first line is any of the above
/// A value. Parsing touches no network; a file is read once, at most 1 MiB of it.
class Endpoint {
 public:
  /// Throws ConfigError naming the text and what would be right.
  static Endpoint parse(std::string_view text);

  /// What the user gave, shortened to 80 characters: for messages and reports.
  const std::string& label() const { return label_; }

  /// What the ORB's string_to_object takes.
  const std::string& reference() const { return reference_; }

 private:
  Endpoint(std::string label, std::string reference);

  std::string label_;
  std::string reference_;
};

}  // namespace orbbench::orb_client
