#include "faults/treatment.hpp"

namespace orbbench::faults {
namespace {

using Step = Treatment::Step;

void keep_first(std::optional<Step>& kept, const Step& step) {
  if (!kept) {
    kept = step;
  }
}

void add_end(Treatment& treatment, const Fault& fault, const Step& step, std::uint64_t octets) {
  if (!treatment.end && step.amount <= octets) {
    treatment.end = step;
    treatment.ending =
        fault.kind == FaultKind::Reset ? Treatment::Ending::Rst : Treatment::Ending::Fin;
  }
}

/// Which octet of the message or, for one of a stream, of the chunk.
std::uint64_t flipped_octet(const Fault& fault, const Subject& subject) {
  if (subject.stream_position) {
    return fault.offset - *subject.stream_position;
  }
  return fault.offset + (fault.part == MessagePart::Body ? kGiopHeaderOctets : 0);
}

void add_flip(Treatment& treatment, const Fault& fault, const Step& step, std::uint64_t octets) {
  if (!treatment.flip && step.amount < octets) {
    treatment.flip = step;
    treatment.flip_mask = fault.mask;
  }
}

void add(Treatment& treatment, const Strike& strike, const Subject& subject) {
  const Fault& fault = strike.fault->fault;
  const std::uint64_t octets = subject.octets;
  Step step{.fault = strike.fault};
  switch (fault.kind) {
    case FaultKind::Delay:
      step.amount = static_cast<std::uint64_t>(strike.delay.count());
      treatment.delays.push_back(step);
      return;
    case FaultKind::Withhold:
      return keep_first(treatment.withhold, step);
    case FaultKind::Cut:
    case FaultKind::Reset:
      step.amount = fault.after_octets - subject.stream_position.value_or(0);
      return add_end(treatment, fault, step, octets);
    case FaultKind::Throttle:
      step.amount = fault.octets_per_second;
      return keep_first(treatment.throttle, step);
    case FaultKind::Slice:
      step.amount = fault.piece_octets;
      return step.amount < octets ? keep_first(treatment.slice, step) : void();
    case FaultKind::Flip:
      step.amount = flipped_octet(fault, subject);
      return add_flip(treatment, fault, step, octets);
    case FaultKind::CloseConnection:
      return keep_first(treatment.close_connection, step);
    case FaultKind::Duplicate:
      return keep_first(treatment.duplicate, step);
    case FaultKind::Drop:
      return keep_first(treatment.drop, step);
  }
}

}  // namespace

Treatment treatment_of(const std::vector<Strike>& strikes, const Subject& subject) {
  Treatment treatment;
  for (const Strike& strike : strikes) {
    add(treatment, strike, subject);
  }
  return treatment;
}

}  // namespace orbbench::faults
