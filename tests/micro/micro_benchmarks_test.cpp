// orbbench-micro and the comparison on real cores: the same passes, a slower one does not.

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "command_run.hpp"
#include "core_process.hpp"
#include "micro/comparison/benchmark_file.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

constexpr int kPass = 0;
constexpr int kFail = 1;
constexpr std::size_t kRepetitions = 8;
constexpr double kMostRecordNs = 10;

class MicroBenchmarksTest : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the times of a build with sanitizers mean nothing";
#endif
  }
  void TearDown() override {
    fs::remove(result_);
  }

  micro::BenchmarkRun measured(const std::string& filter) const {
    const std::string command = std::string(MICRO_BENCHMARKS) + " --benchmark_filter='" + filter +
                                "' --benchmark_repetitions=" + std::to_string(kRepetitions) +
                                " --benchmark_out_format=json --benchmark_out='" +
                                result_.string() + "' > /dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return micro::read_benchmarks(result_);
  }

  static std::vector<std::string> in_turns(const std::string& filter, const std::string& margin) {
    return {"--run",
            MICRO_BENCHMARKS,
            MICRO_BENCHMARKS,
            "--filter",
            filter,
            "--rounds",
            std::to_string(kRepetitions),
            "--margin",
            margin};
  }

  const fs::path result_ =
      fs::temp_directory_path() / ("orbbench-micro-" + std::to_string(getpid()) + ".json");
};

TEST_F(MicroBenchmarksTest, RecordsInUnderTenNanoseconds) {
  const auto run = measured("^histogram/record$");
  const auto& times = run.benchmarks.at("histogram/record").nanoseconds;
  EXPECT_LT(*std::min_element(times.begin(), times.end()), kMostRecordNs);
}

TEST_F(MicroBenchmarksTest, LeavesAFloorBesideEachRepetition) {
  const auto run = measured("^(ping/static|oneway/static|marshal/any/16|lease/lanes:1)/?");
  EXPECT_THAT(run.benchmarks, SizeIs(testing::Ge(4U)));
  for (const auto& [name, times] : run.benchmarks) {
    EXPECT_THAT(times.nanoseconds, SizeIs(kRepetitions)) << name;
    EXPECT_THAT(times.over_floor, SizeIs(kRepetitions)) << name;
  }
  // Both ends of a connection, and an ORB around each: no call is quicker than its octets.
  const auto& ping = run.benchmarks.at("ping/static").over_floor;
  EXPECT_GT(*std::max_element(ping.begin(), ping.end()), 1);
}

TEST_F(MicroBenchmarksTest, PassAgainstThemselves) {
  CommandRun command(in_turns("^marshal/(octets|samples)/1024$", "0.5"), {});
  EXPECT_EQ(command.exit_status(), kPass) << command.output() << command.errors();
}

TEST_F(MicroBenchmarksTest, FailOnACoreThatAnswersLate) {
  const CoreProcess baseline;
  const CoreProcess candidate;
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(candidate.reference()),
                                  {.lanes = 1});
  const auto soon = orb_client::Deadline::after(10s);
  pool.lease(soon)->delay_replies(1ms, 0, soon);
  auto arguments = in_turns("^ping/static", "0.1");
  arguments.push_back("--baseline-argument=--core=" + baseline.reference());
  arguments.push_back("--candidate-argument=--core=" + candidate.reference());
  CommandRun command(arguments, {});
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("fail          bench.ping/static"));
}

}  // namespace
}  // namespace orbbench::tests
