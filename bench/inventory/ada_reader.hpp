#pragma once

#include <stdexcept>
#include <string>

#include "inventory/ada_source.hpp"

namespace orbbench::inventory {

/// A file that is not read: too deep, too large, not to be opened. One line, without the path.
struct ReadError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ReadLimits {
  std::size_t nesting = 500;  ///< of constructs that are closed by an `end`
  std::size_t parentheses = 2000;
};

enum class Calls : std::uint8_t { LeftOut, Kept };

/// Reads the declarations of one Ada source text: of all its compilation units, of any standard up
/// to Ada 2012. What is not Ada is read as far as it goes. Throws ReadError at a limit.
AdaSource read_ada(std::string octets, Calls calls, const ReadLimits& limits = {});

}  // namespace orbbench::inventory
