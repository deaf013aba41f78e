#include "orbbench/orb_client/reroute.hpp"

#include <omniORB4/CORBA.h>

#include "exception_translation.hpp"
#include "lane_reference.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "runtime_implementation.hpp"
#include "thread_deadline.hpp"

namespace orbbench::orb_client {
namespace {

/// Runs what works on the endpoint's reference, and translates what that throws.
template <class Work>
auto with_reference(OrbRuntime& runtime, const Endpoint& endpoint, Deadline deadline, Work&& work) {
  const CallFacts facts{.operation = "resolve", .endpoint = endpoint.label(), .exception = ""};
  try {
    const ThreadDeadline bound(deadline);
    CORBA::ORB_ptr orb = runtime.implementation().orb;
    const CORBA::Object_var object = orb->string_to_object(endpoint.reference().c_str());
    if (CORBA::is_nil(object)) {
      throw ProtocolError(facts, "the endpoint resolves to a nil reference");
    }
    return work(object.in(), orb);
  } catch (const CORBA::Exception& error) {
    const Outcome outcome = classify(error, CallTarget::Root);
    throw_translated(error, outcome == Outcome::RemoteError ? Outcome::ProtocolError : outcome,
                     facts, "");
  }
}

}  // namespace

IiopAddress address_of(OrbRuntime& runtime, const Endpoint& endpoint, Deadline deadline) {
  return with_reference(runtime, endpoint, deadline, [](CORBA::Object_ptr object, CORBA::ORB_ptr) {
    const IIOP::Address address = read_address(object);
    return IiopAddress{address.host.in(), address.port};
  });
}

Endpoint reroute(OrbRuntime& runtime, const Endpoint& endpoint, const IiopAddress& via,
                 Deadline deadline) {
  return with_reference(
      runtime, endpoint, deadline, [&](CORBA::Object_ptr object, CORBA::ORB_ptr orb) {
        const CORBA::Object_var moved = move_to_address(object, via.host.c_str(), via.port);
        const CORBA::String_var text = orb->object_to_string(moved);
        return Endpoint::parse(text.in());
      });
}

}  // namespace orbbench::orb_client
