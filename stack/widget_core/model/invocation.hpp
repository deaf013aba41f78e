#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orbbench/orb_client/core_lane.hpp"

namespace orbbench::widget_core {

/// What a client asks a widget's core object to do; checked.
struct Invocation {
  std::string operation;
  std::vector<orb_client::Argument> parameters;
};

/// From {"operation": name, "params": [booleans, integers of 64 bits, numbers, texts]}; `params`
/// may be left out. Throws HttpError 400 naming the fields that are wrong.
Invocation read_invocation(const nlohmann::json& body);

nlohmann::json to_json(const orb_client::Argument& argument);
nlohmann::json to_json(const std::vector<orb_client::Argument>& arguments);

/// 64 hex digits by which the same question with the same answer is known anywhere.
std::string hash_result(const std::string& widget_type, const Invocation& invocation,
                        const orb_client::Argument& result);

}  // namespace orbbench::widget_core
