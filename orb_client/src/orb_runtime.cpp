#include "orbbench/orb_client/orb_runtime.hpp"

#include <omniORB4/omniConnectionMgmt.h>

#include <array>
#include <mutex>
#include <string>

#include "callback_servant.hpp"
#include "lane_wire.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "runtime_implementation.hpp"

namespace orbbench::orb_client {
namespace {

constexpr unsigned long kLeastMessageOctets = 8192;  // omniORB takes no smaller bound

std::atomic<bool> runtime_exists = false;

void drop_log(const char*) {}

/// Holds the process's one place for a runtime.
void claim_process() {
  if (runtime_exists.exchange(true)) {
    throw ConfigError("this process has an OrbRuntime already: one at a time would be right");
  }
}

void check(const RuntimeOptions& options) {
  if (options.max_message_octets < kLeastMessageOctets || options.max_message_octets > UINT32_MAX) {
    throw ConfigError("a message bound of " + std::to_string(options.max_message_octets) +
                      " octets: 8192 to 4294967295 would be right");
  }
}

CORBA::ORB_ptr make_orb(const RuntimeOptions& options) {
  const std::string max_message = std::to_string(options.max_message_octets);
  const std::string end_point = "giop:tcp:" + options.callback_host + ":";
  const char* settings[][2] = {
      {"traceLevel", "0"},
      {"giopMaxMsgSize", max_message.c_str()},
      {"maxGIOPVersion", "1.2"},
      {"endPoint", end_point.c_str()},
      // A pool closes its lanes itself; omniORB closing an idle one would look like the core doing
      // so.
      {"outConScanPeriod", "0"},
      // Connecting a lane proves each of its objects by a call; a LocateRequest before the first
      // call of each would double the time of that call.
      {"verifyObjectExistsAndType", "0"},
      // For the naming service's calls in string_to_object, which no reference's timeout reaches.
      {"supportPerThreadTimeOut", "1"},
      {"throwTransientOnTimeOut", "0"},
      {"resetTimeOutOnRetries", "0"},
      {nullptr, nullptr}};
  // No file of the machine's may change what is measured.
  std::array<char, 9> program = {"orbbench"};
  std::array<char, 15> file_option = {"-ORBconfigFile"};
  std::array<char, 10> file_name = {"/dev/null"};
  std::array<char*, 4> arguments = {program.data(), file_option.data(), file_name.data(), nullptr};
  int count = 3;
  return CORBA::ORB_init(count, arguments.data(), "omniORB4", settings);
}

// omniidl's stubs make their nil references when first asked, by a check that threads may race in.
void make_nil_references() {
  OrbCore::Core::_nil();
  OrbCore::WidgetRegistry::_nil();
  OrbCore::Widget::_nil();
  OrbCore::Probe::_nil();
  OrbCore::ProbeCallback::_nil();
  OrbCore::Diagnostics::_nil();
  OrbCore::Faults::_nil();
}

}  // namespace

OrbRuntime::Implementation::Implementation(const RuntimeOptions& options)
    : callback_host_(options.callback_host) {
  // omniORB keeps what it is told here for all ORBs to come.
  static std::once_flag extension_known;
  std::call_once(extension_known, [] { omniConnectionMgmt::init(); });
  omniORB::setLogFunction(drop_log);
  make_nil_references();
  try {
    orb = make_orb(options);
  } catch (const CORBA::Exception& error) {
    throw ConfigError(std::string("the ORB does not start: ") + error._name() +
                      "; an ORB... variable of the environment may be wrong");
  }
  install_lane_interceptors();
}

OrbRuntime::Implementation::~Implementation() {
  callback_target_ = OrbCore::ProbeCallback::_nil();
  orb->destroy();
}

OrbCore::ProbeCallback_ptr OrbRuntime::Implementation::callback_target() {
  const std::lock_guard lock(callback_mutex_);
  if (CORBA::is_nil(callback_target_)) {
    try {
      callback_target_ = activate_callback_target();
    } catch (const CORBA::Exception& error) {
      throw ConfigError("nothing can listen at " + callback_host_ + " for the core's callbacks (" +
                        error._name() + "): an address of this machine would be right");
    }
  }
  return callback_target_;
}

OrbCore::ProbeCallback_ptr OrbRuntime::Implementation::activate_callback_target() {
  const CORBA::Object_var object = orb->resolve_initial_references("RootPOA");
  const PortableServer::POA_var poa = PortableServer::POA::_narrow(object);
  const PortableServer::Servant_var<CallbackServant> servant = new CallbackServant;
  const PortableServer::ObjectId_var id = poa->activate_object(servant);
  OrbCore::ProbeCallback_var target = servant->_this();
  const PortableServer::POAManager_var manager = poa->the_POAManager();
  manager->activate();
  return target._retn();
}

OrbRuntime::OrbRuntime(const RuntimeOptions& options) {
  check(options);
  claim_process();
  try {
    implementation_ = std::make_unique<Implementation>(options);
  } catch (...) {
    runtime_exists = false;
    throw;
  }
}

OrbRuntime::~OrbRuntime() {
  implementation_.reset();
  runtime_exists = false;
}

}  // namespace orbbench::orb_client
