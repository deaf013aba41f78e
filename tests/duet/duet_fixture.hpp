#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include "core_process.hpp"
#include "duet/core_pair.hpp"
#include "duet/recorder.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {

/// Duets of reference cores of the test's own.
class DuetFixture : public testing::Test {
 protected:
  static duet::DuetCore reached(const CoreProcess& core);

  /// Pairs that start anew for each round.
  static duet::PairSource started_pairs();

  duet::Recording record(const duet::PairSource& source, std::chrono::milliseconds length,
                         const std::stop_token& stop = {});

  /// Has something done on a thread of its own as soon as the core has served so many requests.
  static std::jthread when_busy(const CoreProcess& core, double requests,
                                std::function<void()> action);

  static double requests_of(const CoreProcess& core);

  orb_client::OrbRuntime runtime_;
};

std::size_t count_of(const duet::Stretches& stretches);

}  // namespace orbbench::tests
