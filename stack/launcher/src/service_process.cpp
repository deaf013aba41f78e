#include "service_process.hpp"

#include <nlohmann/json.hpp>

#include "announcement.hpp"
#include "health.hpp"
#include "secret_file.hpp"

namespace orbbench::launcher {

ServiceProcess start_service(PartContext& context, const std::filesystem::path& program,
                             const ServicePorts& ports, std::vector<std::string> arguments,
                             const std::vector<std::string>& environment) try {
  arguments.insert(arguments.begin(), {"--port", std::to_string(ports.http), "--metrics-port",
                                       std::to_string(ports.metrics)});
  const auto process = context.spawn(program, std::move(arguments), environment);
  const auto announcement = await_announcement(context, *process);
  const ServicePorts announced{announcement.at("port"), announcement.at("metrics_port")};
  context.await_ready(*process, [&] { return ask_health(announced.http).has_value(); });
  return {announced, process->pid()};
} catch (const nlohmann::json::exception& error) {
  throw PartFailure(std::string("its READY line cannot be read: ") + error.what());
}

std::vector<std::string> database_arguments(const PartContext& context) {
  const PostgresEndpoint postgres = context.endpoints().postgres.value();
  const auto password = context.folder() / "database_password";
  if (!std::filesystem::exists(password)) {
    write_secret(password, postgres.password, context.account());
  }
  return {"--db-host",          postgres.host,     "--db-port", std::to_string(postgres.port),
          "--db-name",          postgres.database, "--db-user", postgres.user,
          "--db-password-file", password.string()};
}

std::string url_of(std::uint16_t port, const std::string& path) {
  return "http://" + std::string(kServiceHost) + ":" + std::to_string(port) + path;
}

}  // namespace orbbench::launcher
