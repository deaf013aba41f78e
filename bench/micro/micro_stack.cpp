#include "micro_stack.hpp"

#include <chrono>

namespace orbbench::bench {
namespace {

constexpr unsigned long kDeadlineMs = 10'000;

std::optional<launcher::Stack> start_core_unless(const std::string& address,
                                                 const launcher::StopSignals& signals) {
  if (!address.empty()) {
    return std::nullopt;
  }
  launcher::StackOptions options;
  options.parts = {"core"};
  options.keeper_binary = ORBBENCH_BINARY;
  options.core_binary = ORBBENCH_CORE_BINARY;
  return launcher::Stack::start(options, {}, signals.token());
}

}  // namespace

MicroStack::MicroStack(const std::string& core_address)
    : stack_(start_core_unless(core_address, signals_)),
      core_(orb_client::Endpoint::parse(stack_ ? stack_->endpoints().core->reference
                                               : core_address)) {}

std::optional<pid_t> MicroStack::core_process() const {
  return stack_ ? std::optional<pid_t>(stack_->endpoints().core->pid) : std::nullopt;
}

std::unique_ptr<orb_client::ConnectionPool> MicroStack::make_pool(std::size_t lanes,
                                                                  std::size_t waiters) {
  return std::make_unique<orb_client::ConnectionPool>(
      runtime_, core_, orb_client::PoolLimits{.lanes = lanes, .waiters = waiters});
}

orb_client::DynamicObject MicroStack::connect_dynamically() {
  const auto& catalogue = orb_client::InterfaceCatalogue::built_in();
  orb_client::DynamicObject core(runtime_, core_, catalogue.interface("OrbCore::Core"), catalogue,
                                 soon());
  const std::string probe =
      core.call("_get_probe_object", nlohmann::json::array(), soon())["result"];
  return {runtime_, orb_client::Endpoint::parse(probe), catalogue.interface("OrbCore::Probe"),
          catalogue, soon()};
}

OrbCore::Probe_var MicroStack::endless_stub() {
  int argc = 0;
  const CORBA::ORB_var orb = CORBA::ORB_init(argc, nullptr, "omniORB4");  // the runtime's own
  const CORBA::Object_var object = orb->string_to_object(core_.reference().c_str());
  const OrbCore::Core_var core = OrbCore::Core::_narrow(object);
  return core->probe_object();
}

OrbCore::Probe_var MicroStack::stub_with_deadline() {
  OrbCore::Probe_var probe = endless_stub();
  omniORB::setClientCallTimeout(probe, kDeadlineMs);
  return probe;
}

orb_client::Deadline soon() {
  return orb_client::Deadline::after(std::chrono::milliseconds(kDeadlineMs));
}

}  // namespace orbbench::bench
