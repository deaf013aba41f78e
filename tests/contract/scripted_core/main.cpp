// A core that fails as it is told: the token of Probe::execute says how, and the core counts, as
// the reference core does, how often each token ran.
//
//   <exception>_<completed>[*<times>]/<anything>
//
// raises the exception TRANSIENT, COMM_FAILURE, INTERNAL or BAD_PARAM, with the completion status
// no, yes or maybe, the first so many times that the token arrives, or always. Any other token just
// runs.

#include <omniORB4/CORBA.h>
#include <omniORB4/internal/objectAdapter.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <orb_core.hh>
#include <regex>
#include <string>
#include <utility>

namespace {

struct Script {
  std::string exception;
  CORBA::CompletionStatus completion = CORBA::COMPLETED_NO;
  unsigned long times = 0;
};

CORBA::CompletionStatus completion_named(const std::string& name) {
  if (name == "no") {
    return CORBA::COMPLETED_NO;
  }
  return name == "yes" ? CORBA::COMPLETED_YES : CORBA::COMPLETED_MAYBE;
}

Script read_script(const std::string& token) {
  static const std::regex form("([A-Z_]+)_(no|yes|maybe)(?:\\*([0-9]+))?/.*");
  std::smatch match;
  if (!std::regex_match(token, match, form)) {
    return {};
  }
  const unsigned long times = match[3].matched ? std::stoul(match[3]) : ~0UL;
  return {match[1], completion_named(match[2]), times};
}

void raise(const Script& script) {
  if (script.exception == "TRANSIENT") {
    throw CORBA::TRANSIENT(1, script.completion);
  }
  if (script.exception == "COMM_FAILURE") {
    throw CORBA::COMM_FAILURE(1, script.completion);
  }
  if (script.exception == "INTERNAL") {
    throw CORBA::INTERNAL(1, script.completion);
  }
  throw CORBA::BAD_PARAM(1, script.completion);
}

[[noreturn]] void refuse() {
  throw CORBA::NO_IMPLEMENT(1, CORBA::COMPLETED_NO);
}

class ScriptedProbe : public POA_OrbCore::Probe {
 public:
  void ping() override {}
  char* echo_string(const char* value) override { return CORBA::string_dup(value); }
  OrbCore::Octets* echo_octets(const OrbCore::Octets&) override { refuse(); }
  OrbCore::Samples* echo_samples(const OrbCore::Samples&) override { refuse(); }
  CORBA::Any* echo_any(const CORBA::Any&) override { refuse(); }
  void notify(const char*, CORBA::ULongLong) override {}
  OrbCore::ArrivalReport arrivals(const char*) override { refuse(); }
  void forget_arrivals(const char*) override {}
  void hold(CORBA::ULong) override { refuse(); }
  CORBA::ULong call_back(OrbCore::ProbeCallback_ptr, CORBA::ULong) override { refuse(); }
  void forget(const char*) override { refuse(); }

  CORBA::ULong execute(const char* token) override {
    const CORBA::ULong count = note(token);
    const Script script = read_script(token);
    if (count <= script.times) {
      raise(script);
    }
    return count;
  }

  CORBA::ULong executions(const char* token) override {
    const std::lock_guard lock(mutex_);
    return counts_[token];
  }

 private:
  CORBA::ULong note(const char* token) {
    const std::lock_guard lock(mutex_);
    return ++counts_[token];
  }

  std::mutex mutex_;
  std::map<std::string, CORBA::ULong> counts_;
};

class ScriptedRegistry : public POA_OrbCore::WidgetRegistry {
 public:
  OrbCore::Widget_ptr create(CORBA::LongLong, const char*, const char*,
                             const OrbCore::Octets&) override {
    refuse();
  }
  OrbCore::Widget_ptr find(CORBA::LongLong) override { refuse(); }
  OrbCore::WidgetDescriptions* list(CORBA::ULong, CORBA::ULong) override { refuse(); }
  void relabel(CORBA::LongLong, const char*) override { refuse(); }
  void destroy(CORBA::LongLong) override { refuse(); }
};

class ScriptedDiagnostics : public POA_OrbCore::Diagnostics {
 public:
  OrbCore::SiteRecords* read_ledger() override { refuse(); }
  OrbCore::ProcessState* read_process() override { refuse(); }
};

class ScriptedRoot : public POA_OrbCore::Core {
 public:
  OrbCore::WidgetRegistry_ptr registry_object() override { return registry_._this(); }
  OrbCore::Probe_ptr probe_object() override { return probe_._this(); }
  OrbCore::Diagnostics_ptr diagnostics_object() override { return diagnostics_._this(); }
  OrbCore::Faults_ptr open_faults() override { refuse(); }

 private:
  ScriptedRegistry registry_;
  ScriptedProbe probe_;
  ScriptedDiagnostics diagnostics_;
};

// The core fixture starts every core with the reference core's options; only the port matters here.
std::string port_of(int argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::string(argv[i]) == "--port" && std::string(argv[i + 1]) != "0") {
      return argv[i + 1];
    }
  }
  return "";
}

sigset_t block_stop_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void announce_ready(const std::string& reference) {
  const std::string end_point = omni::omniObjAdapter::listMyEndpoints()[0].in();
  const std::string port = end_point.substr(end_point.rfind(':') + 1);
  std::cout << "READY {\"iiop_port\": " << port << ", \"metrics_port\": 0, \"reference\": \""
            << reference << "\"}" << std::endl;
}

int serve(const std::string& port) {
  const sigset_t stop_signal = block_stop_signal();
  const std::string end_point = "giop:tcp:127.0.0.1:" + port;
  const char* settings[][2] = {{"endPoint", end_point.c_str()}, {nullptr, nullptr}};
  int argc = 0;
  const CORBA::ORB_var orb = CORBA::ORB_init(argc, nullptr, "omniORB4", settings);
  // omniidl's stubs make these when first asked, by a check that threads may race in.
  OrbCore::WidgetRegistry::_nil();
  OrbCore::Probe::_nil();
  OrbCore::Diagnostics::_nil();
  OrbCore::Faults::_nil();
  const CORBA::Object_var object = orb->resolve_initial_references("omniINSPOA");
  const PortableServer::POA_var poa = PortableServer::POA::_narrow(object);
  ScriptedRoot root;
  const PortableServer::ObjectId_var id = PortableServer::string_to_ObjectId("OrbCore");
  poa->activate_object_with_id(id.in(), &root);
  const PortableServer::POAManager_var manager = poa->the_POAManager();
  manager->activate();
  const CORBA::Object_var root_poa = orb->resolve_initial_references("RootPOA");
  const PortableServer::POA_var others = PortableServer::POA::_narrow(root_poa);
  const PortableServer::POAManager_var others_manager = others->the_POAManager();
  others_manager->activate();
  const CORBA::Object_var core = poa->servant_to_reference(&root);
  announce_ready(CORBA::String_var(orb->object_to_string(core)).in());
  int signal = 0;
  sigwait(&stop_signal, &signal);
  orb->destroy();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return serve(port_of(argc, argv));
  } catch (const CORBA::Exception& error) {
    std::cerr << "scripted_core: " << error._name() << '\n';
    return EXIT_FAILURE;
  }
}
