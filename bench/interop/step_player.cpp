#include "interop/step_player.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace orbbench::interop {
namespace {

using nlohmann::json;
using orb_client::CallError;
using orb_client::CallFacts;
using orb_client::ConfigError;
using orb_client::Deadline;
using orb_client::DynamicObject;
using orb_client::UserExceptionError;
using Difference = std::optional<std::string>;

constexpr std::chrono::seconds kStepBudget{30};
constexpr std::chrono::milliseconds kBetweenPolls{20};

std::string completion_of(const CallFacts& facts) {
  switch (facts.completion) {
    case orb_client::Completion::No:
      return "NO";
    case orb_client::Completion::Yes:
      return "YES";
    case orb_client::Completion::Maybe:
      break;
  }
  return "MAYBE";
}

bool allows(const json& expected, const std::string& name) {
  return expected.is_array()
             ? std::find(expected.begin(), expected.end(), json(name)) != expected.end()
             : expected == name;
}

std::string describe(const CallError& error) {
  const CallFacts& facts = error.facts();
  return facts.exception.empty() ? error.what()
                                 : facts.exception + ", minor " + std::to_string(facts.minor) +
                                       ", completed " + completion_of(facts);
}

Difference mismatch(const std::string& expected, const std::string& got) {
  return "expected " + expected + ", got " + got;
}

std::string describe_expectation(const json& step) {
  if (step.contains("raises")) {
    return step["raises"].dump();
  }
  return step.contains("refused") ? "a refusal" : "a result";
}

Difference judge_exception(const json& step, const CallError& error) {
  if (!step.contains("raises")) {
    return mismatch(describe_expectation(step), describe(error));
  }
  const json& raises = step["raises"];
  const CallFacts& facts = error.facts();
  const bool fits = allows(raises.at("exception"), facts.exception) &&
                    raises.value("minor", facts.minor) == facts.minor &&
                    raises.value("completion", completion_of(facts)) == completion_of(facts);
  return fits ? Difference() : mismatch(raises.dump(), describe(error));
}

json arguments_of(const json& step, const ValueContext& context) {
  return expand(step.value("arguments", json::array()), context);
}

}  // namespace

StepPlayer::StepPlayer(orb_client::OrbRuntime& runtime,
                       const orb_client::InterfaceDescription& interface,
                       const std::string& reference)
    : runtime_(runtime), interface_(interface) {
  context_.self = reference;
}

Difference StepPlayer::play(const json& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (const auto found = play_step(steps[i])) {
      return "step " + std::to_string(i + 1) + ", " + steps[i].value("call", "") + ": " + *found;
    }
  }
  return std::nullopt;
}

DynamicObject& StepPlayer::connected(const std::string& reference) {
  auto known = objects_.find(reference);
  if (known != objects_.end() && !known->second.spent()) {
    return known->second;
  }
  DynamicObject fresh(runtime_, orb_client::Endpoint::parse(reference), interface_,
                      orb_client::InterfaceCatalogue::built_in(), Deadline::after(kStepBudget));
  return objects_.insert_or_assign(reference, std::move(fresh)).first->second;
}

Difference StepPlayer::play_step(const json& step) {
  const json on = step.contains("on") ? expand({{"$kept", step["on"]}}, context_) : json();
  DynamicObject& object = connected(on.is_string() ? on.get<std::string>() : context_.self);
  return step.contains("within_ms") ? repeat(object, step) : call(object, step);
}

Difference StepPlayer::repeat(DynamicObject& object, const json& step) {
  const auto limit = Deadline::after(std::chrono::milliseconds(step["within_ms"].get<int>()));
  auto found = call(object, step);
  while (found && !limit.expired()) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable never;
    never.wait_for(lock, kBetweenPolls);  // the peer has no way to tell when it is time
    found = call(object, step);
  }
  return found;
}

Difference StepPlayer::call(DynamicObject& object, const json& step) try {
  const json arguments = arguments_of(step, context_);
  try {
    const json result =
        object.call(step.at("call").get<std::string>(), arguments, Deadline::after(kStepBudget));
    return judge_result(step, result);
  } catch (const ConfigError& error) {
    return step.contains("refused") ? Difference()
                                    : mismatch(describe_expectation(step), error.what());
  }
} catch (const UserExceptionError& error) {
  auto found = judge_exception(step, error);
  if (!found && step["raises"].contains("members")) {
    found = difference(step["raises"]["members"], *error.members, context_);
  }
  return found;
} catch (const CallError& error) {
  return judge_exception(step, error);
}

Difference StepPlayer::judge_result(const json& step, const json& result) {
  if (step.contains("raises") || step.contains("refused")) {
    return mismatch(describe_expectation(step), shown(result));
  }
  Difference found;
  if (step.contains("result")) {
    found = difference({{"result", step["result"]}}, result, context_);
  } else if (step.contains("returns")) {
    found = difference(step["returns"], result, context_);
  }
  if (step.contains("keep")) {
    context_.kept[step["keep"].get<std::string>()] = result.at("result");
  }
  return found;
}

}  // namespace orbbench::interop
