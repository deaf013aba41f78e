#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/metrics/endpoint.hpp"

namespace orbbench::metrics {
namespace {

constexpr std::size_t kTouched = std::size_t{64} * 1024 * 1024;

double process_value(const std::string& name) {
  for (const ServedFamily& served : process_families()) {
    if (served.family.name == name) {
      EXPECT_EQ(served.family.type, FamilyType::Gauge);
      return served.samples.at(0).value;
    }
  }
  ADD_FAILURE() << "no family " << name;
  return 0;
}

TEST(ProcessFamiliesTest, StartTimeIsInThePastAndAlwaysTheSame) {
  const double start = process_value("process_start_time_seconds");
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  EXPECT_LT(start, now + 1);     // the boot time is in whole seconds
  EXPECT_GT(start, now - 3600);  // no test runs for an hour
  EXPECT_EQ(process_value("process_start_time_seconds"), start);
}

TEST(ProcessFamiliesTest, ResidentMemoryFollowsWhatIsTouched) {
  const double before = process_value("process_resident_memory_bytes");
  const std::vector<char> block(kTouched, 'x');
  EXPECT_GE(process_value("process_resident_memory_bytes") - before, 0.9 * kTouched);
  EXPECT_EQ(block.back(), 'x');
}

TEST(ProcessFamiliesTest, OpenDescriptorsFollowOpenAndClose) {
  const double before = process_value("process_open_fds");
  const int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  EXPECT_EQ(process_value("process_open_fds"), before + 1);
  close(descriptor);
  EXPECT_EQ(process_value("process_open_fds"), before);
}

TEST(ProcessFamiliesTest, ThreadsFollowTheThreadsThatRun) {
  std::latch release(1);
  // Before the count, since the first thread brings that of the thread sanitiser with it.
  const std::jthread first([&] { release.wait(); });
  const double before = process_value("process_threads");
  const std::jthread second([&] { release.wait(); });
  const std::jthread third([&] { release.wait(); });
  EXPECT_EQ(process_value("process_threads"), before + 2);
  release.count_down();
}

}  // namespace
}  // namespace orbbench::metrics
