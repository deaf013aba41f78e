#include "core_server.hpp"

#include <omniORB4/internal/objectAdapter.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <string_view>

#include "broker/call_log.hpp"
#include "broker/interceptors.hpp"
#include "broker/wide_characters.hpp"
#include "stock/stock_servants.hpp"

namespace orbbench::orb_core {
namespace {

constexpr const char* kRootKey = "OrbCore";
// One, so that the oneways of a connection are carried out in the order in which they were sent.
constexpr const char* kThreadsPerConnection = "1";
// Waited twice, before a thread leaves its pool and before it ends.
constexpr const char* kIdleThreadSeconds = "2";
constexpr const char* kMaxMessageOctets = "33554432";

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

CORBA::ORB_ptr make_orb(const CoreOptions& options) {
  const std::string port = options.port == 0 ? "" : std::to_string(options.port);
  const std::string end_point = "giop:tcp:" + bracketed(options.listen) + ":" + port;
  const std::string published =
      options.publish.empty() ? "addr" : "giop:tcp:" + bracketed(options.publish) + ":";
  const char* settings[][2] = {{"endPoint", end_point.c_str()},
                               {"endPointPublish", published.c_str()},
                               {"giopMaxMsgSize", kMaxMessageOctets},
                               {"idleThreadTimeout", kIdleThreadSeconds},
                               {"maxServerThreadPerConnection", kThreadsPerConnection},
                               // 1 hangs up on a message with octets beyond its arguments, and
                               // loses the buffer that it stands in, secret and all.
                               {"strictIIOP", "0"},
                               {"traceLevel", "0"},
                               {nullptr, nullptr}};
  mark_wide_characters();
  int argc = 0;
  try {
    return CORBA::ORB_init(argc, nullptr, "omniORB4", settings);
  } catch (const CORBA::Exception& error) {
    throw StartError(std::string("the ORB does not start: ") + error._name());
  }
}

PortableServer::POA_ptr root_poa(CORBA::ORB_ptr orb, const CoreOptions& options) {
  try {
    const CORBA::Object_var object = orb->resolve_initial_references("RootPOA");
    return PortableServer::POA::_narrow(object);
  } catch (const CORBA::INITIALIZE&) {
    throw StartError("port " + std::to_string(options.port) + " of " + options.listen +
                     " cannot be had for IIOP: another process holds it, or the address is not "
                     "this machine's; choose another by --port or --listen, 0 for a free port");
  }
}

// One servant for all widgets, which finds its target by the object id: widgets come and go
// without the ORB being told.
PortableServer::POA_ptr make_widgets_poa(PortableServer::POA_ptr root) {
  CORBA::PolicyList policies;
  policies.length(4);
  policies[0] = root->create_id_assignment_policy(PortableServer::USER_ID);
  policies[1] = root->create_servant_retention_policy(PortableServer::NON_RETAIN);
  policies[2] = root->create_request_processing_policy(PortableServer::USE_DEFAULT_SERVANT);
  policies[3] = root->create_id_uniqueness_policy(PortableServer::MULTIPLE_ID);
  const PortableServer::POAManager_var manager = root->the_POAManager();
  return root->create_POA("widgets", manager, policies);
}

template <class Servant, class... Arguments>
auto activate_servant(PortableServer::POA_ptr poa, Arguments&&... arguments) {
  auto* servant = new Servant(std::forward<Arguments>(arguments)...);
  const PortableServer::ObjectId_var id = poa->activate_object(servant);
  servant->_remove_ref();
  return servant->_this();
}

// The root is reached by a readable key, which only this adapter of omniORB gives.
template <class Servant>
auto activate_by_key(CORBA::ORB_ptr orb, Servant* servant, const char* key) {
  const CORBA::Object_var object = orb->resolve_initial_references("omniINSPOA");
  const PortableServer::POA_var poa = PortableServer::POA::_narrow(object);
  const PortableServer::ObjectId_var id = PortableServer::string_to_ObjectId(key);
  poa->activate_object_with_id(id.in(), servant);
  servant->_remove_ref();
  const PortableServer::POAManager_var manager = poa->the_POAManager();
  manager->activate();
  return servant->_this();
}

// An end point of the ORB reads giop:tcp:host:port.
std::uint16_t port_in_use() {
  const omni::orbServer::EndpointList& end_points = omni::omniObjAdapter::listMyEndpoints();
  const std::string_view first = end_points.length() > 0 ? end_points[0].in() : "";
  std::uint16_t port = 0;
  std::from_chars(first.data() + first.rfind(':') + 1, first.data() + first.size(), port);
  return port;
}

CoreObjects activate_objects(PortableServer::POA_ptr root, PortableServer::POA_ptr widgets,
                             CoreState& state, bool enable_faults) {
  CoreObjects objects;
  objects.registry = activate_servant<RegistryServant>(root, state, widgets);
  objects.probe = activate_servant<ProbeServant>(root, state);
  objects.diagnostics = activate_servant<DiagnosticsServant>(root, state);
  if (enable_faults) {
    objects.faults = activate_servant<FaultsServant>(root, state);
  }
  return objects;
}

// As the signal that main waits for: the reply to StopServer is sent first.
StopProcess stop_of(const CoreOptions& options) {
  if (!options.allow_stop) {
    return {};
  }
  return [] { ::kill(::getpid(), SIGTERM); };
}

std::map<std::string, std::string> activate_stock_objects(CORBA::ORB_ptr orb, Broker& broker,
                                                          const StopProcess& stop) {
  std::map<std::string, std::string> references;
  const auto activate = [&](auto* servant, const char* key) {
    const auto object = activate_by_key(orb, servant, key);
    references[key] = CORBA::String_var(orb->object_to_string(object)).in();
    CORBA::release(object);
  };
  activate(new EchoServant(broker), "Echo");
  activate(new AllFunctionsServant(broker, stop), "all_functions");
  activate(new AllTypesServant(broker, stop), "all_types");
  return references;
}

}  // namespace

CoreServer::CoreServer(const CoreOptions& options) : orb_(make_orb(options)) {
  // omniidl's stubs make these when first asked, by a check that threads may race in.
  OrbCore::Widget::_nil();
  OrbCore::ProbeCallback::_nil();
  all_types::_nil();
  install_interceptors();
  if (options.log_calls) {
    enable_call_log();
  }
  const PortableServer::POA_var root = root_poa(orb_, options);
  const std::string& host = options.publish.empty() ? options.listen : options.publish;
  state_ = std::make_unique<CoreState>(options.max_widgets, PublishedAddress{host, port_in_use()});

  const PortableServer::POA_var widgets = make_widgets_poa(root);
  const CORBA::Object_var current_object = orb_->resolve_initial_references("POACurrent");
  const PortableServer::Current_var current = PortableServer::Current::_narrow(current_object);
  auto* widget_servant = new WidgetServant(*state_, current);
  widgets->set_servant(widget_servant);
  widget_servant->_remove_ref();

  const OrbCore::Core_var core = activate_by_key(
      orb_,
      new RootServant(*state_, activate_objects(root, widgets, *state_, options.enable_faults)),
      kRootKey);
  reference_ = CORBA::String_var(orb_->object_to_string(core)).in();
  stock_references_ = activate_stock_objects(orb_, state_->broker, stop_of(options));
  const PortableServer::POAManager_var manager = root->the_POAManager();
  manager->activate();
}

CoreServer::~CoreServer() {
  stop();
}

void CoreServer::stop() {
  if (CORBA::is_nil(orb_)) {
    return;
  }
  state_->broker.stop();
  state_->registry.destroy_all();
  orb_->shutdown(true);
  orb_->destroy();
  orb_ = CORBA::ORB::_nil();
}

}  // namespace orbbench::orb_core
