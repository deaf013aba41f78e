#include "lane_wire.hpp"

// In this order: the internal headers of omniORB need CORBA.h first, and each other.
#include <omniORB4/CORBA.h>
#include <omniORB4/omniInterceptors.h>
//
#include <omniORB4/IOP_C.h>
#include <omniORB4/giopEndpoint.h>
#include <omniORB4/internal/SocketCollection.h>
#include <omniORB4/internal/giopStrand.h>
#include <omniORB4/internal/giopStream.h>
//
#include <omniORB4/internal/GIOP_C.h>
#include <omniORB4/minorCode.h>
#include <omniORB4/tcpConnection.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "correlation_context.hpp"
#include "exception_detail.hpp"
#include "orbbench/orb_client/correlation_scope.hpp"

namespace orbbench::orb_client {
namespace {

constexpr CORBA::ULong kExceptionDetailMessage = 14;

constinit thread_local LaneWire* current_wire = nullptr;

// A lane is one connection for its whole life. Without this, omniORB would make another one behind
// the lane's back when the first is found closed, and charge its cost to some call.
CORBA::Boolean on_open(omni::omniInterceptors::clientOpenConnection_T::info_T& info) {
  LaneWire* wire = current_wire;
  if (wire == nullptr) {
    return true;
  }
  if (wire->opened) {
    info.reject = true;
    info.why = "a lane has one connection";
    return true;
  }
  wire->opened = true;
  const auto* connection = dynamic_cast<omni::tcpConnection*>(info.giop_c.strand().connection);
  wire->socket = connection != nullptr ? connection->handle() : -1;
  return true;
}

// GIOP 1.2 has a client say so when it closes a connection (CORBA 3.3 part 2, 9.4.7).
void send_close_connection(omni::giopStrand& strand) {
  if (strand.connection == nullptr || strand.version.major != 1 || strand.version.minor < 2) {
    return;
  }
  std::array<char, 12> message = {'G', 'I', 'O', 'P', 1, 2, 0, 5, 0, 0, 0, 0};
  omni_time_t deadline;
  omni_thread::get_time(deadline, omni_time_t(1));
  strand.connection->Send(message.data(), message.size(), deadline);
}

// Also for calls that no lane makes: the naming service's, and those of the dynamic interface.
void add_correlation(IOP::ServiceContextList& contexts) {
  const std::string* id = CorrelationScope::current();
  if (id == nullptr) {
    return;
  }
  const std::vector<std::uint8_t> data = encode_correlation(*id);
  const CORBA::ULong count = contexts.length();
  contexts.length(count + 1);
  contexts[count].context_id = kCorrelationContext;
  contexts[count].context_data.length(static_cast<CORBA::ULong>(data.size()));
  std::copy(data.begin(), data.end(), contexts[count].context_data.get_buffer());
}

// omniORB closes a connection at once, and its socket with it, when a request on it ends early.
// That is the one way to close an idle one that neither waits for a timer nor leaves the socket to
// it.
CORBA::Boolean on_send(omni::omniInterceptors::clientSendRequest_T::info_T& info) {
  add_correlation(info.service_contexts);
  LaneWire* wire = current_wire;
  if (wire == nullptr) {
    return true;
  }
  wire->answered = false;
  if (wire->phase == LaneWire::Phase::Connecting) {
    return true;
  }
  omni::giopStrand& strand = info.giop_c.strand();
  if (wire->phase == LaneWire::Phase::Closing) {
    send_close_connection(strand);
    throw CORBA::BAD_INV_ORDER(0, CORBA::COMPLETED_NO);
  }
  if (strand.connection == nullptr) {
    throw CORBA::TRANSIENT(omni::TRANSIENT_ConnectionClosed, CORBA::COMPLETED_NO);
  }
  return true;
}

std::string find_detail(const IOP::ServiceContextList& contexts) {
  for (CORBA::ULong i = 0; i < contexts.length(); ++i) {
    if (contexts[i].context_id == kExceptionDetailMessage) {
      const auto& data = contexts[i].context_data;
      return decode_exception_detail({data.get_buffer(), data.length()});
    }
  }
  return {};
}

CORBA::Boolean on_reply(omni::omniInterceptors::clientReceiveReply_T::info_T& info) {
  LaneWire* wire = current_wire;
  if (wire == nullptr) {
    return true;
  }
  wire->answered = true;
  const GIOP::ReplyStatusType status = info.giop_c.replyStatus();
  if (status == GIOP::USER_EXCEPTION || status == GIOP::SYSTEM_EXCEPTION) {
    wire->exception_replied = true;
    wire->detail = find_detail(info.service_contexts);
  }
  return true;
}

}  // namespace

WireScope::WireScope(LaneWire& wire) {
  current_wire = &wire;
}

WireScope::~WireScope() {
  current_wire = nullptr;
}

void install_lane_interceptors() {
  omni::omniInterceptors* interceptors = omniORB::getInterceptors();
  interceptors->clientOpenConnection.add(on_open);
  interceptors->clientSendRequest.add(on_send);
  interceptors->clientReceiveReply.add(on_reply);
}

}  // namespace orbbench::orb_client
