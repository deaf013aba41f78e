#include "checks/calls/fault_mixture.hpp"

namespace orbbench::bench {
namespace {

using faults::Fault;
using faults::FaultKind;
using faults::MessagePart;
using faults::MessageType;

constexpr double kProbability = 0.004;
constexpr std::chrono::milliseconds kShortDelay{2};
constexpr std::uint64_t kInTheHead = 5;
constexpr std::uint64_t kInTheBody = 20;
constexpr std::uint64_t kSlowOctetsPerSecond = 5000;
// Places in a GIOP 1.2 message: the version and the size in its header, the request id at the start
// of its body, then a request's response flags or a reply's status (CORBA 3.3 part 2, 9.4).
constexpr std::uint64_t kMagic = 0;
constexpr std::uint64_t kVersion = 4;
constexpr std::uint64_t kSize = 8;
constexpr std::uint64_t kRequestId = 0;
constexpr std::uint64_t kFlagsOrStatus = 4;

class Mixture {
 public:
  Mixture(const std::string& operation, MessageType type, std::string side)
      : operation_(operation), type_(type), side_(std::move(side)) {}

  Fault& add(FaultKind kind, const std::string& detail = "") {
    Fault fault;
    fault.name = side_ + " " + to_string(kind) + (detail.empty() ? "" : " " + detail);
    fault.kind = kind;
    fault.match.type = type_;
    fault.match.operation = operation_;
    fault.match.probability = kProbability;
    faults_.push_back(fault);
    return faults_.back();
  }

  void add_flip(const std::string& detail, MessagePart part, std::uint64_t offset,
                std::uint8_t mask) {
    Fault& fault = add(FaultKind::Flip, detail);
    fault.part = part;
    fault.offset = offset;
    fault.mask = mask;
  }

  std::vector<Fault> take() { return std::move(faults_); }

 private:
  const std::string& operation_;
  MessageType type_;
  std::string side_;
  std::vector<Fault> faults_;
};

void add_slowness(Mixture& mixture, std::chrono::milliseconds deadline) {
  Fault& little = mixture.add(FaultKind::Delay, "within the deadline");
  little.delay = kShortDelay;
  little.jitter = kShortDelay;
  mixture.add(FaultKind::Delay, "beyond the deadline").delay = deadline + deadline / 10;
  mixture.add(FaultKind::Throttle).octets_per_second = kSlowOctetsPerSecond;
  mixture.add(FaultKind::Slice).piece_octets = 1;
}

void add_breaks(Mixture& mixture) {
  mixture.add(FaultKind::Cut, "before it");
  mixture.add(FaultKind::Cut, "in its header").after_octets = kInTheHead;
  mixture.add(FaultKind::Cut, "in its body").after_octets = kInTheBody;
  mixture.add(FaultKind::Reset, "before it");
  mixture.add(FaultKind::Reset, "in its body").after_octets = kInTheBody;
  mixture.add(FaultKind::Withhold);
}

void add_flips(Mixture& mixture) {
  constexpr std::uint8_t kAll = 0xff;
  constexpr std::uint8_t kEight = 0x08;
  mixture.add_flip("of the magic", MessagePart::Header, kMagic, kAll);
  mixture.add_flip("of the version", MessagePart::Header, kVersion, kAll);
  mixture.add_flip("of the size", MessagePart::Header, kSize, kEight);
  mixture.add_flip("of the request id", MessagePart::Body, kRequestId, kAll);
}

std::vector<Fault> on_requests(const std::string& operation, std::chrono::milliseconds deadline) {
  Mixture mixture(operation, MessageType::Request, "request");
  add_slowness(mixture, deadline);
  add_breaks(mixture);
  add_flips(mixture);
  constexpr std::uint8_t kResponseExpected = 0x03;
  mixture.add_flip("of the response flags", MessagePart::Body, kFlagsOrStatus, kResponseExpected);
  mixture.add(FaultKind::CloseConnection);
  return mixture.take();
}

std::vector<Fault> on_replies(const std::string& operation, std::chrono::milliseconds deadline) {
  Mixture mixture(operation, MessageType::Reply, "reply");
  add_slowness(mixture, deadline);
  add_breaks(mixture);
  add_flips(mixture);
  constexpr std::uint8_t kNoSuchStatus = 0x70;
  mixture.add_flip("of the status", MessagePart::Body, kFlagsOrStatus, kNoSuchStatus);
  mixture.add(FaultKind::Duplicate);
  mixture.add(FaultKind::Drop);
  return mixture.take();
}

}  // namespace

std::vector<faults::Fault> lawful_mixture(const std::string& operation,
                                          std::chrono::milliseconds deadline) {
  std::vector<Fault> mixture = on_requests(operation, deadline);
  for (Fault& fault : on_replies(operation, deadline)) {
    mixture.push_back(std::move(fault));
  }
  return mixture;
}

}  // namespace orbbench::bench
