#include "state_file.hpp"

#include <fcntl.h>

#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "orbbench/process/file_descriptor.hpp"
#include "plan.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFile = "state.json";

json state_to_json(const StackState& state) {
  json parts = json::array();
  for (const PartState& part : state.parts) {
    parts.push_back({{"name", part.name}, {"state", part.state}, {"pid", part.pid}});
  }
  return {{"name", state.name},
          {"state", state.state},
          {"keeper_pid", state.keeper_pid},
          {"started_at", state.started_at},
          {"parts", parts},
          {"endpoints", endpoints_to_json(state.endpoints)},
          {"folder", state.folder.string()}};
}

StackState state_from_json(const json& given) {
  StackState state;
  state.name = given.at("name");
  state.state = given.at("state");
  state.keeper_pid = given.at("keeper_pid");
  state.started_at = given.at("started_at");
  for (const json& part : given.at("parts")) {
    state.parts.push_back({part.at("name"), part.at("state"), part.at("pid")});
  }
  state.endpoints = endpoints_from_json(given.at("endpoints"));
  state.folder = given.at("folder").get<std::string>();
  return state;
}

}  // namespace

void write_state(const StackState& state) {
  const fs::path fresh = state.folder / "state.json.new";
  {
    const process::FileDescriptor file(checked(
        open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), fresh.c_str()));
    const std::string text = to_json(state) + "\n";
    checked(static_cast<int>(write(file.number(), text.data(), text.size())), fresh.c_str());
  }
  fs::rename(fresh, state.folder / kFile);
}

std::optional<StackState> read_state(const fs::path& stack_folder) {
  std::ifstream file(stack_folder / kFile);
  if (!file) {
    return std::nullopt;
  }
  return state_from_json(json::parse(file));
}

fs::path log_of(const fs::path& stack_folder, const std::string& part) {
  return stack_folder / "logs" / (part + ".log");
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[sizeof "2000-01-01T00:00:00Z"];
  const std::size_t length = std::strftime(text, sizeof text, "%FT%TZ", &parts);
  return {text, length};
}

std::string to_json(const StackState& state) {
  return state_to_json(state).dump();
}

}  // namespace orbbench::launcher
