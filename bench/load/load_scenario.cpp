#include "load/load_scenario.hpp"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::ConfigError;

constexpr double kMostRate = 1e6;
constexpr double kMostSeconds = 7 * 86400;
constexpr std::size_t kMostLanes = 1024;
constexpr std::size_t kMostOctets = 16UL * 1024 * 1024;

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
  throw ConfigError("scenario: " + place + " " + what);
}

/// Reads the members of one object, and refuses those that nobody asked for.
class Members {
 public:
  Members(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) {
      refuse(place_.empty() ? "the document" : place_, "must be an object");
    }
  }

  void allow_only(std::initializer_list<std::string_view> names) const {
    for (const auto& [name, value] : object_.items()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        refuse(path(name), "is unknown");
      }
    }
  }

  bool has(const char* name) const { return object_.contains(name); }

  const json& at(const char* name) const {
    if (!has(name)) {
      refuse(path(name), "is missing");
    }
    return object_.at(name);
  }

  /// Within (least, most], or [least, most] where zero may be.
  double number(const char* name, double otherwise, double most, bool may_be_zero = false) const {
    if (!has(name)) {
      return otherwise;
    }
    const json& value = object_.at(name);
    const double read = value.is_number() ? value.get<double>() : -1;
    if (!(read > 0 || (may_be_zero && read == 0)) || read > most) {
      refuse(path(name), std::string("must be a number ") + (may_be_zero ? "from 0" : "above 0") +
                             " to " + json(most).dump());
    }
    return read;
  }

  std::size_t whole(const char* name, std::size_t otherwise, std::size_t least,
                    std::size_t most) const {
    if (!has(name)) {
      return otherwise;
    }
    const json& value = object_.at(name);
    if (!value.is_number_unsigned() || value.get<std::size_t>() < least ||
        value.get<std::size_t>() > most) {
      refuse(path(name), "must be a whole number from " + std::to_string(least) + " to " +
                             std::to_string(most));
    }
    return value.get<std::size_t>();
  }

  std::string text(const char* name) const {
    const json& value = at(name);
    if (!value.is_string() || value.get<std::string>().empty()) {
      refuse(path(name), "must be a text");
    }
    return value.get<std::string>();
  }

  std::string path(const std::string& name) const {
    return place_.empty() ? name : place_ + "." + name;
  }

 private:
  const json& object_;
  std::string place_;
};

double required_rate(const Members& arrival, const char* name) {
  arrival.at(name);
  return arrival.number(name, 0, kMostRate);
}

StepArrivals read_steps(const Members& arrival) {
  const json& rates = arrival.at("rates");
  if (!rates.is_array() || rates.empty()) {
    refuse(arrival.path("rates"), "must be a list of rates");
  }
  StepArrivals steps;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const json one = {{"rate", rates[i]}};
    steps.rates.push_back(Members(one, arrival.path("rates[" + std::to_string(i) + "]"))
                              .number("rate", 0, kMostRate));
  }
  return steps;
}

void read_arrival(const json& document, LoadScenario& scenario) {
  const Members arrival(document, "arrival");
  const std::string process = arrival.text("process");
  if (process == "constant") {
    arrival.allow_only({"process", "rate"});
    scenario.arrivals.process = ConstantArrivals{required_rate(arrival, "rate")};
  } else if (process == "poisson") {
    arrival.allow_only({"process", "rate"});
    scenario.arrivals.process = PoissonArrivals{required_rate(arrival, "rate")};
  } else if (process == "ramp") {
    arrival.allow_only({"process", "from", "to"});
    scenario.arrivals.process =
        RampArrivals{required_rate(arrival, "from"), required_rate(arrival, "to")};
  } else if (process == "steps") {
    arrival.allow_only({"process", "rates"});
    scenario.arrivals.process = read_steps(arrival);
  } else if (process == "closed") {
    arrival.allow_only({"process"});
    scenario.closed_loop = true;
  } else {
    refuse("arrival.process", "must be constant, poisson, ramp, steps or closed");
  }
}

LoadTarget read_target(const Members& document) {
  if (!document.has("target")) {
    return LoadTarget::Core;
  }
  const std::string target = document.text("target");
  if (target != "core" && target != "http" && target != "widget_core") {
    refuse("target", "must be core, http or widget_core");
  }
  return target == "core"   ? LoadTarget::Core
         : target == "http" ? LoadTarget::Http
                            : LoadTarget::WidgetCore;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

std::vector<WeightedOperation> read_mix(const json& mix, LoadTarget target) {
  if (!mix.is_array() || mix.empty()) {
    refuse("mix", "must be a list of operations");
  }
  std::vector<WeightedOperation> operations;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const Members one(mix[i], "mix[" + std::to_string(i) + "]");
    one.allow_only({"operation", "weight", "octets"});
    WeightedOperation operation;
    operation.operation = one.text("operation");
    const auto& known = load_operations(target);
    if (std::find(known.begin(), known.end(), operation.operation) == known.end()) {
      refuse(one.path("operation"),
             "\"" + operation.operation +
                 "\" is none that can be called; these can: " + listed(known));
    }
    operation.weight = one.number("weight", 1, 1e6);
    operation.octets = one.whole("octets", 0, 0, kMostOctets);
    operations.push_back(operation);
  }
  return operations;
}

template <class Duration>
Duration from_seconds(double seconds) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

const std::vector<std::string>& load_operations(LoadTarget target) {
  static const std::vector<std::string> of_core{"ping",   "echo_octets", "echo_string",
                                                "notify", "invoke",      "create_and_destroy"};
  static const std::vector<std::string> of_widget_api{"get", "list", "invoke", "create_and_delete"};
  return target == LoadTarget::Core ? of_core : of_widget_api;
}

LoadScenario default_scenario() {
  LoadScenario scenario;
  scenario.name = "ping";
  scenario.mix = {{"ping"}};
  scenario.arrivals = {ConstantArrivals{500}, std::chrono::seconds(10)};
  return scenario;
}

LoadScenario parse_scenario(const std::string& text) {
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) {
    throw ConfigError("scenario: is no JSON document");
  }
  const Members members(document, "");
  members.allow_only({"name", "target", "mix", "arrival", "lanes", "warm_up_s", "duration_s",
                      "deadline_ms", "seed"});
  LoadScenario scenario = default_scenario();
  scenario.name = members.text("name");
  scenario.target = read_target(members);
  scenario.mix = read_mix(members.at("mix"), scenario.target);
  read_arrival(members.at("arrival"), scenario);
  scenario.lanes = members.whole("lanes", scenario.lanes, 1, kMostLanes);
  scenario.warm_up =
      from_seconds<std::chrono::milliseconds>(members.number("warm_up_s", 1, 3600, true));
  scenario.arrivals.duration =
      from_seconds<std::chrono::nanoseconds>(members.number("duration_s", 10, kMostSeconds));
  scenario.deadline = std::chrono::milliseconds(members.whole("deadline_ms", 5000, 1, 600000));
  scenario.seed = members.whole("seed", 1, 0, SIZE_MAX);
  scenario.arrivals.seed = scenario.seed;
  return scenario;
}

}  // namespace orbbench::bench
