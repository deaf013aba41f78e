#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "interop/values.hpp"
#include "orbbench/orb_client/dynamic_object.hpp"
#include "orbbench/orb_client/interface_catalogue.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::interop {

/// Plays the steps of a case against an object, over the dynamic client: all calls of a case to one
/// object over one connection, without which oneways have no order. Used by one thread.
///
/// A step is {"call": operation, "arguments": array or object} and what must come of it:
///   "result": value           the result, and no out parameter
///   "returns": object         "result" and each out and inout parameter
///   "raises": {"exception": name or names, "minor", "completion": NO YES MAYBE, "members"}
///   "refused": true           the client refuses the arguments, and sends nothing
/// further "on": name for a kept reference in place of the object under test, "keep": name for the
/// result, "within_ms": n to call again until the result is as expected.
class StepPlayer {
 public:
  StepPlayer(orb_client::OrbRuntime& runtime, const orb_client::InterfaceDescription& interface,
             const std::string& reference);

  /// Nothing when all is as expected, otherwise the step and the difference, in one line. Throws
  /// CallError for a connection that cannot be had, ConfigError for a step that is none.
  std::optional<std::string> play(const nlohmann::json& steps);

 private:
  std::optional<std::string> play_step(const nlohmann::json& step);
  std::optional<std::string> repeat(orb_client::DynamicObject& object, const nlohmann::json& step);
  std::optional<std::string> call(orb_client::DynamicObject& object, const nlohmann::json& step);
  std::optional<std::string> judge_result(const nlohmann::json& step, const nlohmann::json& result);
  orb_client::DynamicObject& connected(const std::string& reference);

  orb_client::OrbRuntime& runtime_;
  const orb_client::InterfaceDescription& interface_;
  ValueContext context_;
  std::map<std::string, orb_client::DynamicObject> objects_;  // by reference
};

}  // namespace orbbench::interop
