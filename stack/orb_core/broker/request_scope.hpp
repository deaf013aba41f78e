#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "broker/broker.hpp"
#include "broker/correlation.hpp"
#include "broker/operation.hpp"
#include "memory/deallocation.hpp"
#include "memory/owned_octets.hpp"

namespace orbbench::orb_core {

enum class ReplyMode : std::uint8_t { TwoWay, OneWay };

struct RequestHeader {
  static constexpr Site kSite = Site::RequestHeader;
  Operation operation;
  ReplyMode mode;
  std::array<char, 64> peer{};  // as the transport names it, cut short
  std::array<char, kMaxCorrelationOctets + 1> correlation_id{};
};

struct ServiceContextIds {
  static constexpr Site kSite = Site::ServiceContextList;
  std::array<std::uint32_t, 16> ids;
  std::size_t count;
};

struct QosParameters {
  static constexpr Site kSite = Site::QosParameters;
  bool response_expected;
  std::chrono::nanoseconds reply_delay{};
};

struct DispatchRecord {
  static constexpr Site kSite = Site::DispatchRecord;
  std::chrono::steady_clock::time_point arrived;
  std::chrono::steady_clock::time_point dispatched;
};

struct ReplyHeader {
  static constexpr Site kSite = Site::ReplyHeader;
  std::chrono::nanoseconds elapsed;
  bool dropped;
};

struct ReplyContexts {
  static constexpr Site kSite = Site::ReplyContextList;
  std::array<std::uint32_t, 4> ids;
  std::size_t count;
};

/// One request from its dispatch to its reply: the objects that describe it, its place in the
/// queue, and the faults armed against its reply. Made first in every servant operation; the
/// destructor holds the reply back, or marks it to be dropped, as the faults say.
class RequestScope {
 public:
  RequestScope(Broker& broker, Operation operation, ReplyMode mode = ReplyMode::TwoWay);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  void hold_reply_back();

  void log_oneway();

  Broker& broker_;
  const int exceptions_at_start_;
  RequestQueue::iterator place_;
  Owned<RequestHeader> header_;
  OwnedOctets<Site::OperationName> operation_name_;
  Owned<ServiceContextIds> contexts_;
  Owned<QosParameters> qos_;
  Owned<DispatchRecord> dispatch_;
  Owned<ReplyHeader> reply_;  // none for a oneway
  Owned<ReplyContexts> reply_contexts_;
};

}  // namespace orbbench::orb_core
