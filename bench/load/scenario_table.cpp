#include "load/scenario_table.hpp"

#include <string>
#include <variant>

#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

std::string describe(const ConstantArrivals& arrivals) {
  return "constant, " + number_text(arrivals.rate) + " a second";
}

std::string describe(const PoissonArrivals& arrivals) {
  return "Poisson, " + number_text(arrivals.rate) + " a second";
}

std::string describe(const RampArrivals& arrivals) {
  return "ramp, " + number_text(arrivals.from) + " to " + number_text(arrivals.to) + " a second";
}

std::string describe(const StepArrivals& arrivals) {
  std::string text = "steps,";
  for (const double rate : arrivals.rates) {
    text += " " + number_text(rate);
  }
  return text + " a second";
}

/// "3 ping, 1 echo_octets of 1000"
std::string describe(const std::vector<WeightedOperation>& mix) {
  std::string text;
  for (const WeightedOperation& operation : mix) {
    text += (text.empty() ? "" : ", ") + number_text(operation.weight) + " " + operation.operation;
    if (operation.octets > 0) {
      text += " of " + std::to_string(operation.octets);
    }
  }
  return text;
}

std::string describe(LoadTarget target) {
  switch (target) {
    case LoadTarget::Core:
      return "core";
    case LoadTarget::Http:
      return "widget API, through the gateway";
    case LoadTarget::WidgetCore:
      return "widget API, straight at the widget core";
  }
  return {};
}

}  // namespace

Table scenario_table(const LoadScenario& scenario) {
  const std::string arrival =
      scenario.closed_loop ? "closed loop"
                           : std::visit([](const auto& process) { return describe(process); },
                                        scenario.arrivals.process);
  return {"scenario",
          {"setting", "value"},
          {{"target", describe(scenario.target)},
           {"mix", describe(scenario.mix)},
           {"lanes", std::to_string(scenario.lanes)},
           {"arrival", arrival}}};
}

}  // namespace orbbench::bench
