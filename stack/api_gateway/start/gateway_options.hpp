#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "orbbench/gateway/configuration.hpp"

namespace orbbench::gateway {

/// How the gateway was asked to run; checked, but for what render() checks.
struct GatewayOptions {
  GatewaySettings settings;  ///< the paths in it lie in `folder`
  std::filesystem::path folder;
  std::filesystem::path haproxy;
  std::string jwt_key;
};

/// Reads the command line; prints help, version or a line for each mistake itself. The exit code
/// when the process is to end at once, nothing otherwise.
std::optional<int> read_options(int argc, char** argv, GatewayOptions& options);

}  // namespace orbbench::gateway
