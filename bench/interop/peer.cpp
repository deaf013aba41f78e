#include "interop/peer.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "interop/object_address.hpp"
#include "interop/wire/wire_connection.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::interop {
namespace {

using orb_client::ConfigError;

constexpr std::array<std::string_view, 3> kStock{"Echo", "all_functions", "all_types"};
constexpr std::string_view kCore = "OrbCore::Core";
constexpr std::string_view kCoreKey = "OrbCore";
constexpr std::chrono::seconds kReachBudget{5};

// "IDL:OrbCore/Core:1.0" as "OrbCore::Core".
std::string interface_of_type(std::string_view repository_id) {
  if (!repository_id.starts_with("IDL:")) {
    return {};
  }
  repository_id.remove_prefix(4);
  std::string name(repository_id.substr(0, repository_id.rfind(':')));
  for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/')) {
    name.replace(slash, 1, "::");
  }
  return name;
}

std::string interface_of(const ObjectAddress& address) {
  const std::string key(address.key.begin(), address.key.end());
  if (!address.type_id.empty()) {
    return interface_of_type(address.type_id);
  }
  return key == kCoreKey ? std::string(kCore) : key;
}

// The objects of a core share its address, and differ in their key.
void add_stock_of_core(Peer& peer, const std::string& reference) {
  const std::size_t slash = reference.rfind('/');
  for (const std::string_view interface : kStock) {
    peer.references.emplace(interface, reference.substr(0, slash + 1) + std::string(interface));
  }
}

void add_reference(Peer& peer, const std::string& reference) {
  const auto address = ObjectAddress::of(reference);
  const std::string interface = address ? interface_of(*address) : "";
  if (interface.empty()) {
    throw ConfigError("peer " + peer.name + ": cannot tell the interface of " +
                      reference.substr(0, 60) +
                      "; give an IOR, or a corbaloc whose key is the interface's name");
  }
  peer.references[interface] = reference;
  if (interface == kCore && address->type_id.empty()) {
    add_stock_of_core(peer, reference);
  }
}

}  // namespace

std::string Peer::interfaces() const {
  std::string names;
  for (const auto& [interface, reference] : references) {
    names += (names.empty() ? "" : ", ") + interface;
  }
  return names;
}

void add_peer(std::vector<Peer>& peers, std::string_view argument) {
  const std::size_t equals = argument.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    throw ConfigError("a peer is NAME=REFERENCE, not " + std::string(argument.substr(0, 60)));
  }
  const std::string name(argument.substr(0, equals));
  auto peer = std::find_if(peers.begin(), peers.end(),
                           [&](const Peer& known) { return known.name == name; });
  if (peer == peers.end()) {
    peer = peers.insert(peer, {name, name.substr(0, name.find_first_of("0123456789-/")), {}});
  }
  add_reference(*peer, orb_client::Endpoint::parse(argument.substr(equals + 1)).reference());
}

Peer peer_of_ready_line(const std::string& name, const std::string& kind,
                        const std::string& line) try {
  const auto facts = nlohmann::json::parse(line.substr(line.find('{')));
  Peer peer{name, kind, facts.at("stock_references").get<std::map<std::string, std::string>>()};
  if (facts.contains("reference")) {
    peer.references.emplace(kCore, facts["reference"].get<std::string>());
  }
  return peer;
} catch (const nlohmann::json::exception& error) {
  throw std::runtime_error("the READY line of " + name + " cannot be read: " + error.what());
} catch (const std::out_of_range&) {
  throw std::runtime_error("the READY line of " + name + " holds no facts");
}

void demand_reachable(const Peer& peer) {
  for (const auto& [interface, reference] : peer.references) {
    const auto address = ObjectAddress::of(reference);
    if (!address) {
      continue;
    }
    try {
      const WireConnection reached(*address, orb_client::Deadline::after(kReachBudget));
    } catch (const WireError& error) {
      throw std::runtime_error("peer " + peer.name + ", " + interface + " at " + address->host +
                               ":" + std::to_string(address->port) + ": " + error.what());
    }
  }
}

}  // namespace orbbench::interop
