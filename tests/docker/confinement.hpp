#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::tests {

/// What speaks against a service of a compose file, a line each: it may be root, write where it
/// runs, take without a limit, be reached from elsewhere, hold a secret in its environment.
std::vector<std::string> problems_of_service(const nlohmann::json& service);

/// What speaks against a pod of Kubernetes, likewise.
std::vector<std::string> problems_of_pod(const nlohmann::json& pod);

}  // namespace orbbench::tests
