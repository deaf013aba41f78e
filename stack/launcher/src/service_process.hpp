#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "part.hpp"

namespace orbbench::launcher {

inline constexpr const char* kServiceHost = "127.0.0.1";

struct ServicePorts {
  std::uint16_t http = 0;
  std::uint16_t metrics = 0;
};

/// A service of stack/ that has announced itself and has answered GET /health.
struct ServiceProcess {
  ServicePorts ports;
  pid_t pid = 0;
};

/// Starts the program with --port, --metrics-port and the arguments; 0 has it take free ports.
/// Throws PartFailure, StartCancelled.
ServiceProcess start_service(PartContext& context, const std::filesystem::path& program,
                             const ServicePorts& ports, std::vector<std::string> arguments,
                             const std::vector<std::string>& environment = {});

/// The options that tell a service where its database is, the password in a file of its own.
std::vector<std::string> database_arguments(const PartContext& context);

std::string url_of(std::uint16_t port, const std::string& path = {});

}  // namespace orbbench::launcher
