// What a fault at one site must break beside it: the owner that is not ended keeps what it owns.

#include "selfcheck/consequences.hpp"

#include <gmock/gmock.h>

namespace orbbench::tests {
namespace {

using orb_client::FaultKind;
using selfcheck::consequences_of;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ConsequencesTest, AnOwnerThatIsNotEndedKeepsWhatItOwns) {
  EXPECT_THAT(consequences_of(FaultKind::Leak, "event_queue"), ElementsAre("event_record"));
  EXPECT_THAT(consequences_of(FaultKind::CountWithoutFreeing, "ior_profile"),
              ElementsAre("endpoint_address", "tagged_component"));
}

TEST(ConsequencesTest, FaultsThatEndTheObjectBreakNothingElse) {
  for (const FaultKind fault : {FaultKind::CountTwice, FaultKind::FreeWithoutCounting,
                                FaultKind::SkipZeroization, FaultKind::PretendZeroization}) {
    EXPECT_THAT(consequences_of(fault, "event_queue"), IsEmpty()) << to_string(fault);
  }
}

TEST(ConsequencesTest, ASiteThatOwnsNothingHasNone) {
  EXPECT_THAT(consequences_of(FaultKind::Leak, "credential_secret"), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
