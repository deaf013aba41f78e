#include "broker/interceptors.hpp"

// In this order: the internal headers of omniORB need CORBA.h first.
#include <omniORB4/CORBA.h>
#include <omniORB4/omniInterceptors.h>
//
#include <omniORB4/IOP_S.h>
#include <omniORB4/giopEndpoint.h>
#include <omniORB4/internal/giopStrand.h>
#include <omniORB4/internal/giopStream.h>
//
#include <omniORB4/internal/GIOP_S.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "broker/call_log.hpp"
#include "broker/correlation.hpp"
#include "broker/system_exception.hpp"
#include "memory/wipe.hpp"

namespace orbbench::orb_core {
namespace {

constexpr CORBA::ULong kExceptionDetailMessage = 14;
constexpr std::size_t kMaxDetailUnits = 512;

thread_local Arrival arrival;
thread_local bool drop_reply = false;

CORBA::Boolean on_request(omni::omniInterceptors::serverReceiveRequest_T::info_T& info) {
  arrival.time = std::chrono::steady_clock::now();
  const char* peer = info.peeraddress();
  arrival.peer = peer != nullptr ? peer : "";
  const IOP::ServiceContextList& contexts = info.giop_s.service_contexts();
  arrival.context_ids.clear();
  arrival.correlation_id.clear();
  for (CORBA::ULong i = 0; i < contexts.length(); ++i) {
    arrival.context_ids.push_back(contexts[i].context_id);
    if (contexts[i].context_id == kCorrelationContext) {
      const auto& data = contexts[i].context_data;
      arrival.correlation_id = decode_correlation({data.get_buffer(), data.length()});
    }
  }
  return true;
}

CORBA::Boolean on_reply(omni::omniInterceptors::serverSendReply_T::info_T& info) {
  const bool dropped = std::exchange(drop_reply, false);
  // First: once the connection is closed, the client may be ahead of this thread.
  log_call(info.operation(), arrival, dropped ? "dropped" : "success");
  if (dropped) {
    info.giop_s.strand().connection->Shutdown();
  }
  return true;
}

// A wstring in an encapsulation of this machine's byte order, as GIOP 1.2 marshals it: a length in
// octets, then UTF-16 (CORBA 3.3 part 2, 9.3.2.7). The core's texts are ASCII. Padded to eight
// octets: omniORB 4.2.5 states the reply's length too short when its contexts end elsewhere.
_CORBA_Unbounded_Sequence_Octet encode_detail(const std::string& text) {
  const std::size_t units = std::min(text.size(), kMaxDetailUnits);
  constexpr bool kLittle = std::endian::native == std::endian::little;
  _CORBA_Unbounded_Sequence_Octet data;
  data.length(static_cast<CORBA::ULong>((8 + 2 * units + 7) / 8 * 8));
  std::fill_n(data.get_buffer(), data.length(), CORBA::Octet{0});
  data[0] = kLittle ? 1 : 0;
  const auto octets = static_cast<CORBA::ULong>(2 * units);
  for (CORBA::ULong i = 0; i < 4; ++i) {
    const CORBA::ULong shift = 8 * (kLittle ? i : 3 - i);
    data[4 + i] = static_cast<CORBA::Octet>(octets >> shift);
  }
  for (CORBA::ULong i = 0; i < units; ++i) {
    data[8 + 2 * i + (kLittle ? 0 : 1)] = static_cast<CORBA::Octet>(text[i]);
  }
  return data;
}

// Exceptions are also the ORB's own answer to a request that reaches no servant.
CORBA::Boolean on_exception(omni::omniInterceptors::serverSendException_T::info_T& info) {
  wipe_stack();
  const bool dropped = std::exchange(drop_reply, false);
  log_call(info.operation(), arrival, dropped ? "dropped" : info.exception->_name());
  if (dropped) {
    info.giop_s.strand().connection->Shutdown();
  }
  const std::string text = take_exception_text();
  if (text.empty()) {
    return true;
  }
  IOP::ServiceContextList& contexts = info.giop_s.service_contexts();
  const CORBA::ULong count = contexts.length();
  contexts.length(count + 1);
  contexts[count].context_id = kExceptionDetailMessage;
  contexts[count].context_data = encode_detail(text);
  return true;
}

}  // namespace

const Arrival& current_arrival() {
  return arrival;
}

void drop_current_reply() {
  drop_reply = true;
}

void install_interceptors() {
  omni::omniInterceptors* hooks = omniORB::getInterceptors();
  hooks->serverReceiveRequest.add(on_request);
  hooks->serverSendReply.add(on_reply);
  hooks->serverSendException.add(on_exception);
}

}  // namespace orbbench::orb_core
