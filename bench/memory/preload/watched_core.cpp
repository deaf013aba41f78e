#include "memory/preload/watched_core.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::free_witness {
namespace {

constexpr std::string_view kReadyMark = "READY ";
constexpr std::chrono::milliseconds kTurn{100};

std::map<std::string, std::string> environment_for(const WatchedCore::Settings& settings,
                                                   const RecordFile& record) {
  const auto library = settings.library.empty() ? find_witness_library() : settings.library;
  std::string preload = library.string();
  for (const auto& further : settings.further_libraries) {
    preload += ":" + further.string();
  }
  auto environment = settings.environment;
  environment["LD_PRELOAD"] = preload;
  environment[kFileVariable] = record.path();
  return environment;
}

}  // namespace

WatchedCore::WatchedCore(orb_client::OrbRuntime& runtime, const Settings& settings,
                         const std::stop_token& stop)
    : program_({settings.program, settings.arguments, environment_for(settings, record_)}),
      reference_(settings.reference) {
  await_ready(runtime, settings, stop);
  program_.discard_output();
}

void WatchedCore::await_ready(orb_client::OrbRuntime& runtime, const Settings& settings,
                              const std::stop_token& stop) {
  const auto deadline = orb_client::Deadline::after(settings.start_timeout);
  while (!deadline.expired()) {
    if (stop.stop_requested()) {
      throw std::runtime_error("interrupted before the core was ready");
    }
    const auto line = program_.next_line(kTurn);
    if (line && take_ready_line(*line)) {
      return;
    }
    if (!line && !settings.reference.empty() && answers(runtime)) {
      return;
    }
  }
  throw std::runtime_error(
      settings.program.string() +
      (settings.reference.empty()
           ? " did not print a READY line with its reference in time: name it with --core"
           : " did not answer at " + settings.reference + " in time"));
}

/// A READY line without a reference is as good as the reference that was given.
bool WatchedCore::take_ready_line(const std::string& line) {
  if (!line.starts_with(kReadyMark)) {
    return false;
  }
  const auto facts = nlohmann::json::parse(line.substr(kReadyMark.size()), nullptr, false);
  if (!facts.is_object()) {
    return false;
  }
  if (reference_.empty()) {
    reference_ = facts.value("reference", "");
  }
  metrics_port_ = facts.value("metrics_port", std::uint16_t{0});
  return !reference_.empty();
}

bool WatchedCore::answers(orb_client::OrbRuntime& runtime) const {
  try {
    orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(reference_),
                                    {.lanes = 1, .waiters = 0});
    const auto deadline = orb_client::Deadline::after(std::chrono::seconds(1));
    pool.lease(deadline)->ping(deadline);
    return true;
  } catch (const orb_client::CallError&) {
    return false;
  }
}

std::filesystem::path find_witness_library() {
  constexpr const char* kName = "liborbbench_free_witness.so";
  const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  for (const auto& place :
       {folder, folder.parent_path() / "lib" / "orbbench", folder.parent_path() / "lib"}) {
    if (std::filesystem::is_regular_file(place / kName)) {
      return place / kName;
    }
  }
  throw std::runtime_error(std::string(kName) +
                           " is neither beside this program nor in the lib folder, or in "
                           "lib/orbbench, beside its folder");
}

}  // namespace orbbench::free_witness
