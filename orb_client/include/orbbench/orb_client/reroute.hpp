#pragma once

#include <cstdint>
#include <string>

#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::orb_client {

/// Where a core listens, as its reference says (CORBA 3.3 part 2, 9.7.2: an IIOP profile).
struct IiopAddress {
  std::string host;
  std::uint16_t port = 0;
};

/// Dials nothing but the naming service of a corbaname. Throws TimeoutError or UnreachableError
/// when that does not answer, ProtocolError for a reference without an IIOP profile.
IiopAddress address_of(OrbRuntime& runtime, const Endpoint& endpoint, Deadline deadline);

/// The same object, reached at another address: that of a proxy or a forwarded port. A lane to it
/// stays there, whatever references the core returns. Throws as address_of.
Endpoint reroute(OrbRuntime& runtime, const Endpoint& endpoint, const IiopAddress& via,
                 Deadline deadline);

}  // namespace orbbench::orb_client
