#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "soak/interval.hpp"
#include "stack_fixture.hpp"

namespace orbbench::tests {

using Arguments = std::vector<std::string>;

inline constexpr int kPass = 0;
inline constexpr int kFail = 1;
inline constexpr int kInconclusive = 2;
inline constexpr int kInvalid = 3;
inline constexpr int kUsage = 64;

/// `orbbench soak` with results of the test's own.
class SoakFixture : public StackFixture {
 protected:
  Arguments environment() const;

  /// So many intervals of half a second. Whether p99 drifts is not this machine's to say while
  /// other tests run.
  static Arguments soak(int intervals, const Arguments& further = {}, int rate = 200);

  Finished run(const Arguments& arguments) const;

  /// The word that follows this one in the output, of hexadecimal digits and hyphens.
  static std::string after(const std::string& output, const std::string& word);

  /// Waits for a soak that serves its metrics to have completed so many seconds; returns how many
  /// intervals it has.
  static std::size_t await_elapsed(CommandRun& command, double seconds);

  /// Of the soak, from the store, in order.
  std::vector<bench::SoakInterval> kept_intervals(const std::string& soak) const;

  /// Lets up to that time pass: as long as nobody can foresee, but for the seed.
  void let_pass(std::chrono::microseconds most);

  /// To be given anew in ORBBENCH_TEST_SEED, for the same moments.
  unsigned seed() const { return seed_; }

 private:
  static unsigned chosen_seed();

  const unsigned seed_ = chosen_seed();
  std::mt19937 random_{seed_};
};

}  // namespace orbbench::tests
