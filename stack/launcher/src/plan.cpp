#include "plan.hpp"

namespace orbbench::launcher {

using nlohmann::json;

json plan_to_json(const StackOptions& options) {
  return {{"name", options.name},
          {"parts", options.parts},
          {"core_port", options.ports.core},
          {"core_metrics_port", options.ports.core_metrics},
          {"postgres_port", options.ports.postgres},
          {"redis_port", options.ports.redis},
          {"enable_faults", options.fault_injection == FaultInjection::Enabled},
          {"core_binary", options.core_binary.string()},
          {"runtime_folder", options.runtime_folder.string()},
          {"start_timeout_ms", options.start_timeout.count()}};
}

StackOptions plan_from_json(const json& plan) {
  StackOptions options;
  options.name = plan.at("name");
  options.parts = plan.at("parts").get<std::vector<std::string>>();
  options.ports = {plan.at("core_port"), plan.at("core_metrics_port"), plan.at("postgres_port"),
                   plan.at("redis_port")};
  options.fault_injection =
      plan.at("enable_faults") ? FaultInjection::Enabled : FaultInjection::Disabled;
  options.core_binary = plan.at("core_binary").get<std::string>();
  options.runtime_folder = plan.at("runtime_folder").get<std::string>();
  options.start_timeout = std::chrono::milliseconds(plan.at("start_timeout_ms"));
  return options;
}

}  // namespace orbbench::launcher
