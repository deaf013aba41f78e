#include "faults/treatment.hpp"

#include <gtest/gtest.h>

namespace orbbench::tests {
namespace {

using faults::Fault;
using faults::FaultKind;

constexpr std::uint64_t kOctets = 24;

faults::Treatment treatment_by(const Fault& fault) {
  faults::Strike strike;
  strike.fault = std::make_shared<faults::ArmedFault>(fault, 1, 1);
  faults::Subject subject;
  subject.octets = kOctets;
  return faults::treatment_of({strike}, subject);
}

Fault cut_after(std::uint64_t octets) {
  Fault fault;
  fault.kind = FaultKind::Cut;
  fault.after_octets = octets;
  return fault;
}

Fault flip_of(std::uint64_t offset) {
  Fault fault;
  fault.kind = FaultKind::Flip;
  fault.part = faults::MessagePart::Header;
  fault.offset = offset;
  return fault;
}

Fault slice_of(std::uint64_t octets) {
  Fault fault;
  fault.kind = FaultKind::Slice;
  fault.piece_octets = octets;
  return fault;
}

TEST(TreatmentTest, ACutMayComeAfterTheLastOctetAndNotBehindIt) {
  EXPECT_TRUE(treatment_by(cut_after(kOctets)).end);
  EXPECT_FALSE(treatment_by(cut_after(kOctets + 1)).end);
}

TEST(TreatmentTest, AFlipStrikesAnOctetThatThereIs) {
  EXPECT_TRUE(treatment_by(flip_of(kOctets - 1)).flip);
  EXPECT_FALSE(treatment_by(flip_of(kOctets)).flip);
}

TEST(TreatmentTest, APieceIsLessThanTheMessage) {
  EXPECT_TRUE(treatment_by(slice_of(kOctets - 1)).slice);
  EXPECT_FALSE(treatment_by(slice_of(kOctets)).slice);
}

}  // namespace
}  // namespace orbbench::tests
