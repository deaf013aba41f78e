#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::interop {

/// A server that cases run against.
struct Peer {
  std::string name;
  std::string kind;  ///< whose declarations hold for it: "core", "omniorb", "polyorb"
  std::map<std::string, std::string> references;  ///< stringified, by interface

  /// "Echo, all_types"
  std::string interfaces() const;
};

/// Adds "NAME=REFERENCE" to the peers: a further reference of the same name adds its interface to
/// that peer. The kind is the name's start, up to a digit, '-' or '/': "polyorb-3" is of the kind
/// polyorb. The interface is what the IOR says of its type, or a corbaloc's key; of a core
/// ("host:port", .../OrbCore) its stock interfaces too. Throws ConfigError.
void add_peer(std::vector<Peer>& peers, std::string_view argument);

/// What a server's READY line says: its stock references, and its own as OrbCore::Core. Throws
/// std::runtime_error.
Peer peer_of_ready_line(const std::string& name, const std::string& kind, const std::string& line);

/// Throws std::runtime_error naming the first reference behind which nobody listens.
void demand_reachable(const Peer& peer);

}  // namespace orbbench::interop
