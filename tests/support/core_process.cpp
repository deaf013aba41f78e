#include "core_process.hpp"

namespace orbbench::tests {
namespace {

std::vector<std::string> make_arguments(const CoreProcess::Settings& settings) {
  std::vector<std::string> arguments = {"--listen",       settings.listen,
                                        "--port",         std::to_string(settings.iiop_port),
                                        "--metrics-port", "0"};
  arguments.insert(arguments.end(), settings.further_arguments.begin(),
                   settings.further_arguments.end());
  return arguments;
}

}  // namespace

CoreProcess::CoreProcess(const Settings& settings)
    : process_({.program = settings.program.empty() ? ORBBENCH_CORE_BINARY : settings.program,
                .arguments = make_arguments(settings)}),
      ports_{process_.facts().at("iiop_port").get<std::uint16_t>(),
             process_.facts().at("metrics_port").get<std::uint16_t>()},
      reference_(process_.facts().at("reference").get<std::string>()) {}

std::string CoreProcess::address() const {
  return "127.0.0.1:" + std::to_string(ports_.iiop);
}

}  // namespace orbbench::tests
