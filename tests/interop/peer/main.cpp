#include <omniORB4/CORBA.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orbbench/process/server_process.hpp"
#include "peer_servants.hpp"

namespace {

using namespace orbbench::interop_peer;

constexpr int kCannotServe = 3;
constexpr int kUsageError = 64;

struct PeerOptions {
  std::string listen = "127.0.0.1";
  std::uint16_t port = 0;
  std::string giop_version = "1.2";
  unsigned long max_message_octets = 32UL * 1024 * 1024;
  std::vector<std::string> broken;
};

CORBA::ORB_ptr make_orb(const PeerOptions& options) {
  const std::string end_point =
      "giop:tcp:" + options.listen + ":" + (options.port == 0 ? "" : std::to_string(options.port));
  const std::string max_message = std::to_string(options.max_message_octets);
  const char* settings[][2] = {{"endPoint", end_point.c_str()},
                               {"maxGIOPVersion", options.giop_version.c_str()},
                               {"giopMaxMsgSize", max_message.c_str()},
                               {"maxServerThreadPerConnection", "1"},
                               {"traceLevel", "0"},
                               {nullptr, nullptr}};
  int argc = 0;
  return CORBA::ORB_init(argc, nullptr, "omniORB4", settings);
}

std::string activate(CORBA::ORB_ptr orb, DynamicServant* servant, const char* key) {
  const CORBA::Object_var object = orb->resolve_initial_references("omniINSPOA");
  const PortableServer::POA_var poa = PortableServer::POA::_narrow(object);
  const PortableServer::ObjectId_var id = PortableServer::string_to_ObjectId(key);
  poa->activate_object_with_id(id.in(), servant);
  const PortableServer::POAManager_var manager = poa->the_POAManager();
  manager->activate();
  const CORBA::Object_var reference =
      poa->create_reference_with_id(id.in(), servant->repository_id().c_str());
  servant->_remove_ref();
  return CORBA::String_var(orb->object_to_string(reference)).in();
}

int serve(const PeerOptions& options) {
  const orbbench::process::StopSignals stop_signals;
  const CORBA::ORB_var orb = make_orb(options);
  const BrokenOperations broken(options.broken.begin(), options.broken.end());
  nlohmann::json references;
  references["Echo"] = activate(orb, new EchoPeer(orb, broken), "Echo");
  references["all_functions"] = activate(orb, new AllFunctionsPeer(orb, broken), "all_functions");
  references["all_types"] = activate(orb, new AllTypesPeer(orb, broken), "all_types");
  orbbench::process::announce_ready({{"stock_references", references}});
  stop_signals.wait();
  orb->shutdown(true);
  orb->destroy();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  PeerOptions options;
  CLI::App app("An omniORB server of PolyORB's stock interfaces, to hold a client against");
  app.add_option("--listen", options.listen, "IPv4 address for IIOP")->capture_default_str();
  app.add_option("--port", options.port, "IIOP port, 0 for a free one")->capture_default_str();
  app.add_option("--giop", options.giop_version, "highest GIOP version that it speaks")
      ->check(CLI::IsMember({"1.0", "1.1", "1.2"}))
      ->capture_default_str();
  app.add_option("--max-message", options.max_message_octets, "largest GIOP message, in octets")
      ->check(CLI::Range(8192UL, 1024UL * 1024 * 1024))
      ->capture_default_str();
  app.add_option("--break", options.broken, "answer this operation wrongly (repeatable)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-interop-peer: " << error.what() << '\n';
    return kUsageError;
  }
  try {
    return serve(options);
  } catch (const CORBA::Exception& error) {
    std::cerr << "orbbench-interop-peer: CORBA::" << error._name() << " at the start\n";
    return kCannotServe;
  }
}
