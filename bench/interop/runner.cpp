#include "interop/runner.hpp"

#include <algorithm>
#include <ctime>
#include <map>

#include "interop/object_address.hpp"
#include "interop/step_player.hpp"
#include "interop/wire/wire_script.hpp"
#include "orbbench/orb_client/dynamic_object.hpp"

namespace orbbench::interop {
namespace {

using orb_client::Deadline;
using orb_client::InterfaceCatalogue;
using Difference = std::optional<std::string>;

constexpr std::chrono::seconds kCaseBudget{30};
constexpr const char* kCore = "OrbCore::Core";

// The objects that a core hands out, by the attribute that does.
const std::map<std::string, std::string> kHandedOut{
    {"OrbCore::WidgetRegistry", "_get_registry_object"},
    {"OrbCore::Probe", "_get_probe_object"},
    {"OrbCore::Diagnostics", "_get_diagnostics_object"}};

bool serves(const Peer& peer, const std::string& interface) {
  return peer.references.contains(interface) ||
         (kHandedOut.contains(interface) && peer.references.contains(kCore));
}

std::string reference_of(orb_client::OrbRuntime& runtime, const Peer& peer,
                         const std::string& interface) {
  if (const auto known = peer.references.find(interface); known != peer.references.end()) {
    return known->second;
  }
  const InterfaceCatalogue& catalogue = InterfaceCatalogue::built_in();
  orb_client::DynamicObject core(runtime, orb_client::Endpoint::parse(peer.references.at(kCore)),
                                 catalogue.interface(kCore), catalogue,
                                 Deadline::after(kCaseBudget));
  const auto answer =
      core.call(kHandedOut.at(interface), nlohmann::json::array(), Deadline::after(kCaseBudget));
  return answer.at("result").get<std::string>();
}

Difference play(orb_client::OrbRuntime& runtime, const Case& one, std::string reference) {
  if (!one.wire.empty()) {
    const auto address = ObjectAddress::of(reference);
    if (!address) {
      return "the reference has no address that can be read";
    }
    const Dialect dialect{one.giop.empty() ? 2 : one.giop.back() - '0', one.order};
    return WireScript(*address, dialect, Deadline::after(kCaseBudget)).play(one.wire);
  }
  if (!one.giop.empty()) {
    reference = with_giop_minor(reference, one.giop.back() - '0');
  }
  const auto& interface = InterfaceCatalogue::built_in().interface(one.interface);
  return StepPlayer(runtime, interface, reference).play(one.steps);
}

Difference attempt(orb_client::OrbRuntime& runtime, const Peer& peer, const Case& one) try {
  return play(runtime, one, reference_of(runtime, peer, one.interface));
} catch (const orb_client::CallError& error) {
  return error.what();
} catch (const WireError& error) {
  return error.what();
} catch (const orb_client::ConfigError& error) {
  return std::string("the case itself is wrong: ") + error.what();
} catch (const nlohmann::json::exception& error) {
  return std::string("the case itself is wrong: ") + error.what();
}

void judge(CaseResult& result, const Difference& found, const Declaration* declared) {
  if (!found) {
    result.outcome = Outcome::Pass;
    result.stale = declared != nullptr;
    result.detail = result.stale ? "passes, though declared: " + declared->reason : "";
    return;
  }
  result.outcome = declared != nullptr ? Outcome::Unsupported : Outcome::Fail;
  result.detail = declared != nullptr ? declared->reason + " (" + *found + ")" : *found;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, length};
}

}  // namespace

CaseResult run_case(orb_client::OrbRuntime& runtime, const Peer& peer, const Case& one) {
  CaseResult result{one.id, one.interface, peer.name, Outcome::Skipped, "", false, {}};
  const Declaration* declared = one.declared_for(peer.kind);
  if (!serves(peer, one.interface)) {
    result.detail = "the peer was given for " + peer.interfaces() + " only";
    return result;
  }
  if (declared != nullptr && !declared->run) {
    result.outcome = Outcome::Unsupported;
    result.detail = declared->reason + " (not run)";
    return result;
  }
  const auto start = std::chrono::steady_clock::now();
  judge(result, attempt(runtime, peer, one), declared);
  result.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  return result;
}

Matrix run_matrix(orb_client::OrbRuntime& runtime, const std::vector<Peer>& peers,
                  const std::vector<Case>& cases, const ResultObserver& observer,
                  const std::stop_token& stop) {
  Matrix matrix{utc_now(), {}, {}};
  for (const Peer& peer : peers) {
    matrix.peers.push_back({peer.name, peer.kind, peer.interfaces()});
    for (const Case& one : cases) {
      if (stop.stop_requested()) {
        return matrix;
      }
      matrix.results.push_back(run_case(runtime, peer, one));
      observer(matrix.results.back());
    }
  }
  return matrix;
}

}  // namespace orbbench::interop
