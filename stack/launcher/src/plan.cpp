#include "plan.hpp"

namespace orbbench::launcher {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StackPorts, core, core_metrics, postgres, redis, security,
                                   widget_core, widget_core_metrics, gateway)

json plan_to_json(const StackOptions& options) {
  return {{"name", options.name},
          {"parts", options.parts},
          {"widget_cores", options.widget_cores},
          {"ports", options.ports},
          {"enable_faults", options.fault_injection == FaultInjection::Enabled},
          {"rate_limit", options.gateway_limits.requests},
          {"rate_window_ms", options.gateway_limits.window.count()},
          {"allowed_origins", options.allowed_origins},
          {"security_arguments", options.security_arguments},
          {"widget_core_arguments", options.widget_core_arguments},
          {"core_binary", options.core_binary.string()},
          {"security_binary", options.security_binary.string()},
          {"widget_core_binary", options.widget_core_binary.string()},
          {"runtime_folder", options.runtime_folder.string()},
          {"start_timeout_ms", options.start_timeout.count()}};
}

StackOptions plan_from_json(const json& plan) {
  StackOptions options;
  options.name = plan.at("name");
  plan.at("parts").get_to(options.parts);
  options.widget_cores = plan.at("widget_cores");
  options.ports = plan.at("ports");
  options.fault_injection =
      plan.at("enable_faults") ? FaultInjection::Enabled : FaultInjection::Disabled;
  options.gateway_limits = {plan.at("rate_limit"),
                            std::chrono::milliseconds(plan.at("rate_window_ms"))};
  plan.at("allowed_origins").get_to(options.allowed_origins);
  plan.at("security_arguments").get_to(options.security_arguments);
  plan.at("widget_core_arguments").get_to(options.widget_core_arguments);
  options.core_binary = plan.at("core_binary").get<std::string>();
  options.security_binary = plan.at("security_binary").get<std::string>();
  options.widget_core_binary = plan.at("widget_core_binary").get<std::string>();
  options.runtime_folder = plan.at("runtime_folder").get<std::string>();
  options.start_timeout = std::chrono::milliseconds(plan.at("start_timeout_ms"));
  return options;
}

}  // namespace orbbench::launcher
