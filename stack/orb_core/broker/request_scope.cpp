#include "broker/request_scope.hpp"

#include <algorithm>
#include <exception>

#include "broker/call_log.hpp"
#include "broker/interceptors.hpp"

namespace orbbench::orb_core {
namespace {

// Shorter delays are spun: a timed wait overshoots by some 50 us.
constexpr std::chrono::microseconds kLongestSpin{1000};

Owned<RequestHeader> describe(Operation operation, ReplyMode mode, const Arrival& arrival) {
  auto header = make_owned<RequestHeader>(operation, mode);
  const std::size_t length = std::min(arrival.peer.size(), header->peer.size() - 1);
  std::copy_n(arrival.peer.begin(), length, header->peer.begin());
  std::copy(arrival.correlation_id.begin(), arrival.correlation_id.end(),
            header->correlation_id.begin());
  return header;
}

Owned<ServiceContextIds> list_contexts(const Arrival& arrival) {
  auto list = make_owned<ServiceContextIds>();
  list->count = std::min(arrival.context_ids.size(), list->ids.size());
  std::copy_n(arrival.context_ids.begin(), list->count, list->ids.begin());
  return list;
}

}  // namespace

RequestScope::RequestScope(Broker& broker, Operation operation, ReplyMode mode)
    : broker_(broker),
      exceptions_at_start_(std::uncaught_exceptions()),
      place_(broker.enter(operation)),
      header_(describe(operation, mode, current_arrival())),
      operation_name_(name_of(operation)),
      contexts_(list_contexts(current_arrival())),
      qos_(make_owned<QosParameters>(mode == ReplyMode::TwoWay)),
      dispatch_(
          make_owned<DispatchRecord>(current_arrival().time, std::chrono::steady_clock::now())) {
  if (qos_->response_expected) {
    reply_ = make_owned<ReplyHeader>();
    reply_contexts_ = make_owned<ReplyContexts>();
  }
}

RequestScope::~RequestScope() {
  if (reply_ != nullptr) {
    hold_reply_back();
  } else {
    log_oneway();
  }
  broker_.leave(place_);
}

// The ORB tells of replies and exceptions, of which a oneway has none.
void RequestScope::log_oneway() {
  const bool failed = std::uncaught_exceptions() > exceptions_at_start_;
  log_call(name_of(header_->operation), current_arrival(), failed ? "failed" : "success");
}

void RequestScope::hold_reply_back() {
  reply_->elapsed = std::chrono::steady_clock::now() - dispatch_->arrived;
  qos_->reply_delay = broker_.reply_delay(reply_->elapsed);
  const auto end = dispatch_->arrived + reply_->elapsed + qos_->reply_delay;
  if (qos_->reply_delay > kLongestSpin) {
    broker_.pause(qos_->reply_delay);
  }
  while (std::chrono::steady_clock::now() < end && qos_->reply_delay <= kLongestSpin) {
  }
  reply_->dropped = broker_.take_reply_to_drop();
  if (reply_->dropped) {
    drop_current_reply();
  }
}

}  // namespace orbbench::orb_core
