#include "checks/pool_laws.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orbbench::bench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

PoolObservation lawful() {
  PoolObservation seen;
  seen.lanes = 4;
  seen.waiters = 2;
  seen.leased_at_peak = 4;
  seen.waiting_at_peak = 2;
  seen.sockets_before = 1;
  seen.sockets_at_peak = 5;
  seen.refused = true;
  seen.refusal = std::chrono::microseconds(40);
  seen.served = 6;
  seen.idle_after = 4;
  seen.recovery = std::chrono::milliseconds(3);
  seen.next_call_works = true;
  seen.lane_was_lost = true;
  seen.lane_was_replaced = true;
  seen.threads_before = 7;
  seen.threads_after = 7;
  return seen;
}

/// One way to break one law, and how the broken law is named.
struct Breach {
  const char* law;
  void (*commit)(PoolObservation& seen);
};

void PrintTo(const Breach& breach, std::ostream* out) {
  *out << breach.law;
}

class PoolLawsTest : public testing::TestWithParam<Breach> {};

TEST(PoolLawsTest, ALawfulPoolBreaksNone) {
  EXPECT_THAT(find_broken_laws(lawful()), IsEmpty());
}

TEST_P(PoolLawsTest, ABreachIsFoundAlone) {
  PoolObservation seen = lawful();
  GetParam().commit(seen);
  EXPECT_THAT(find_broken_laws(seen), ElementsAre(StartsWith(GetParam().law)));
}

INSTANTIATE_TEST_SUITE_P(
    Breaches, PoolLawsTest,
    testing::Values(
        Breach{"lanes: leased", [](PoolObservation& seen) { seen.leased_at_peak = 5; }},
        Breach{"lanes: sockets", [](PoolObservation& seen) { seen.sockets_at_peak = 6; }},
        Breach{"lanes: sockets", [](PoolObservation& seen) { seen.sockets_at_peak = 2; }},
        Breach{"waiters", [](PoolObservation& seen) { seen.waiting_at_peak = 3; }},
        Breach{"exhaustion", [](PoolObservation& seen) { seen.refused = false; }},
        Breach{"exhaustion",
               [](PoolObservation& seen) { seen.refusal = std::chrono::milliseconds(51); }},
        Breach{"fairness", [](PoolObservation& seen) { seen.served = 5; }},
        Breach{"recovery", [](PoolObservation& seen) { seen.idle_after = 3; }},
        Breach{"recovery",
               [](PoolObservation& seen) { seen.recovery = std::chrono::milliseconds(2001); }},
        Breach{"recovery", [](PoolObservation& seen) { seen.next_call_works = false; }},
        Breach{"loss: a connection", [](PoolObservation& seen) { seen.lane_was_lost = false; }},
        Breach{"loss: the lane", [](PoolObservation& seen) { seen.lane_was_replaced = false; }},
        Breach{"threads", [](PoolObservation& seen) { seen.threads_after = 8; }}));

}  // namespace
}  // namespace orbbench::bench
