#include "proxy_command.hpp"

#include <condition_variable>
#include <cstdint>
#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "faults/control_server.hpp"
#include "faults/fault_json.hpp"
#include "faults/fault_proxy.hpp"
#include "orbbench/launcher/stop_signals.hpp"

namespace orbbench::bench {
namespace {

constexpr int kExitNoEffect = 3;

struct ProxyCommandOptions {
  faults::ProxyOptions proxy;
  faults::ControlOptions control;
  std::string plan_file;
  std::vector<std::string> faults;
  bool bytes = false;
  bool with_control = false;
};

faults::ProxyOptions chosen_by(const ProxyCommandOptions& options) {
  faults::ProxyOptions chosen = options.proxy;
  chosen.protocol = options.bytes ? faults::Protocol::Bytes : faults::Protocol::Giop;
  if (!options.plan_file.empty()) {
    chosen.faults = faults::read_faults(options.plan_file, chosen.protocol);
  }
  for (const std::string& fault : options.faults) {
    chosen.faults.push_back(faults::parse_fault(fault, chosen.protocol));
  }
  chosen.log = [](const std::string& line) { std::cerr << line + '\n' << std::flush; };
  return chosen;
}

void announce(const faults::FaultProxy& proxy, const faults::ControlServer* control) {
  nlohmann::ordered_json ready = {{"listen", proxy.address()}, {"port", proxy.port()}};
  if (control != nullptr) {
    ready["control_port"] = control->port();
  }
  std::cout << "READY " << ready.dump() << std::endl;
}

void wait_for(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, stop, [] { return false; });
}

/// The summary on stdout, as one line of JSON; each fault without an effect on stderr.
int report(const faults::ProxyStatistics& statistics) {
  std::cout << faults::to_json(statistics).dump() << std::endl;
  const auto lines = faults::without_effect(statistics.faults);
  for (const std::string& line : lines) {
    std::cerr << "orbbench: " << line << '\n';
  }
  return lines.empty() ? 0 : kExitNoEffect;
}

int run_proxy(const ProxyCommandOptions& options) {
  faults::ProxyOptions chosen = chosen_by(options);
  const launcher::StopSignals signals;
  faults::FaultProxy proxy(std::move(chosen));
  std::optional<faults::ControlServer> control;
  if (options.with_control) {
    control.emplace(proxy, options.control);
  }
  announce(proxy, control ? &*control : nullptr);
  wait_for(signals.token());
  control.reset();
  return report(proxy.statistics());
}

void add_fault_options(CLI::App& proxy, ProxyCommandOptions& options) {
  proxy
      .add_option("--fault", options.faults,
                  "KIND[:KEY=VALUE,...] or a JSON object; may be given again")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  proxy.add_option("--plan", options.plan_file,
                   "JSON file of faults, armed before those of --fault");
  proxy.add_option("--seed", options.proxy.seed, "Of all random choices")->capture_default_str();
}

void add_limit_options(CLI::App& proxy, ProxyCommandOptions& options) {
  proxy
      .add_option("--largest-message", options.proxy.limits.largest_message_octets,
                  "Octets; a larger message is passed on as not GIOP")
      ->capture_default_str();
  proxy
      .add_option("--connections", options.proxy.most_connections,
                  "How many at a time; a further one is reset")
      ->check(CLI::Range(1, 65536))
      ->capture_default_str();
}

}  // namespace

void add_proxy_command(CLI::App& app, Command& chosen) {
  auto* proxy = app.add_subcommand("proxy", "Stand between a client and a core, and inject faults");
  auto options = std::make_shared<ProxyCommandOptions>();
  proxy->add_option("--listen", options->proxy.listen, "HOST:PORT; port 0: any free one")
      ->capture_default_str();
  proxy->add_option("--upstream", options->proxy.upstream, "HOST:PORT of the server")->required();
  proxy->add_flag("--bytes", options->bytes, "The protocol is not GIOP: byte-level faults only");
  add_fault_options(*proxy, *options);
  add_limit_options(*proxy, *options);
  auto* control = proxy->add_option("--control", options->control.port,
                                    "Port of the HTTP control API; 0: any free one");
  proxy->add_option("--control-host", options->control.host, "Address of the control API")
      ->needs(control)
      ->capture_default_str();
  proxy->callback([options, control, &chosen] {
    options->with_control = control->count() > 0;
    chosen = [options] { return run_proxy(*options); };
  });
}

}  // namespace orbbench::bench
