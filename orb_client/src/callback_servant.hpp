#pragma once

#include <orb_core.hh>

namespace orbbench::orb_client {

/// What Probe::call_back calls.
class CallbackServant : public POA_OrbCore::ProbeCallback {
 public:
  CORBA::ULong called(CORBA::ULong turn) override { return turn; }
};

}  // namespace orbbench::orb_client
