#pragma once

#include <bit>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::interop {

/// That a kind of peer is known not to do what a case asks for, and why.
struct Declaration {
  std::string reason;
  bool run = true;  ///< false where running the case would harm the peer
};

/// One thing that two ORBs must agree on, as data: a file of cases says what is called with what,
/// and what must come back.
/// The forms of steps are those of StepPlayer and WireScript.
struct Case {
  std::string id;         ///< unique: "all_types/short/limits"
  std::string interface;  ///< scoped name: "all_types", "OrbCore::Probe"
  std::string purpose;
  std::vector<std::string> needs;  ///< what the case takes of an ORB, for the reader: "giop 1.2"
  std::string giop;                ///< "1.0", "1.1", "1.2"; empty for the reference's own
  std::endian order = std::endian::little;         ///< of the messages of `wire`
  nlohmann::json steps;                            ///< calls over the dynamic client
  nlohmann::json wire;                             ///< messages of our own making instead of steps
  std::map<std::string, Declaration> unsupported;  ///< by kind of peer

  /// Null when nothing is declared for that kind.
  const Declaration* declared_for(const std::string& peer_kind) const;
};

/// Reads a file of cases: an array of objects with the members of Case. "versions" and "orders"
/// ("little", "big") make one case for each, with that as the end of its id. Throws ConfigError
/// naming the source, the case and what is wrong.
std::vector<Case> parse_cases(std::string_view json, const std::string& source);

/// Those that the command carries, in the order of their files. Read once.
const std::vector<Case>& built_in_cases();

/// Those whose interface is one of the given (all when none is) and whose id fits one of the globs
/// (all when none is given). Throws ConfigError when none is left.
std::vector<Case> select_cases(const std::vector<Case>& cases,
                               const std::vector<std::string>& interfaces,
                               const std::vector<std::string>& globs);

}  // namespace orbbench::interop
