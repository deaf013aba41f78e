#include "announcement.hpp"
#include "gateway_files.hpp"
#include "part.hpp"
#include "ports.hpp"
#include "secret_file.hpp"
#include "service_process.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAdministrator = "admin";

void check(const StackOptions& options) {
  require_program(options.security_binary, "security service", "--security-binary");
  require_free({{"the security service", "--security-port", options.ports.security}});
}

/// The same for the stack's whole life, however often the service is started anew.
std::string kept_secret(const PartContext& context, const fs::path& path, std::size_t octets) {
  if (!fs::exists(path)) {
    write_secret(path, make_secret(octets), context.account());
  }
  return read_secret(path);
}

ServicePorts former_or_wanted(const PartContext& context) {
  if (const auto& former = context.endpoints().security) {
    return {former->port, former->metrics_port};
  }
  return {context.options().ports.security, 0};
}

Publication start(PartContext& context) {
  const fs::path key = context.folder() / "jwt_key";
  const fs::path password_file = context.folder() / "admin_password";
  const GatewayFiles files(context.folder().parent_path());
  kept_secret(context, key, 32);
  const std::string password = kept_secret(context, password_file, 16);
  std::vector<std::string> arguments = database_arguments(context);
  arguments.insert(arguments.end(),
                   {"--jwt-key-file", key.string(), "--admin-user", kAdministrator,
                    "--admin-password-file", password_file.string(), "--gateway-socket",
                    files.admin_socket.string(), "--revocations-file", files.revocations.string()});
  const auto& further = context.options().security_arguments;
  arguments.insert(arguments.end(), further.begin(), further.end());
  const ServiceProcess service = start_service(context, context.options().security_binary,
                                               former_or_wanted(context), arguments);
  const SecurityEndpoint endpoint{.host = kServiceHost,
                                  .port = service.ports.http,
                                  .url = url_of(service.ports.http),
                                  .metrics_port = service.ports.metrics,
                                  .metrics_url = url_of(service.ports.metrics, "/metrics"),
                                  .admin_user = kAdministrator,
                                  .admin_password = password,
                                  .jwt_key_file = key.string(),
                                  .pid = service.pid};
  return [endpoint](Endpoints& endpoints) { endpoints.security = endpoint; };
}

}  // namespace

Part security_part() {
  return {"security", "security", {"postgres"}, SIGTERM, check, start};
}

}  // namespace orbbench::launcher
