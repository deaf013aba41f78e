// orbbench-bench-compare as its users call it, on real runs of Google Benchmark programs.

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "own_folder.hpp"

namespace orbbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

constexpr int kPass = 0;
constexpr int kFail = 1;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;
constexpr const char* kSlower = "--candidate-argument=--steps=2500";

class BenchCompareTest : public testing::Test {
 protected:
  /// Both sides are the made program. What it takes is the processor's time, which a busy machine
  /// stretches by far less than half.
  static Arguments in_turns(const Arguments& further) {
    Arguments arguments{"--run", MADE_BENCHMARKS, MADE_BENCHMARKS, "--rounds", "8", "--margin",
                        "0.5"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
  }

  std::string file(const std::string& name) const { return folder_ / name; }

  std::string text_of(const std::string& name) const { return folder_.read(name); }

  /// A result of the made program with eight repetitions.
  std::string measured(const std::string& name, const std::string& further) const {
    const std::string command =
        std::string(MADE_BENCHMARKS) + " " + further +
        " --benchmark_repetitions=8 --benchmark_enable_random_interleaving=true"
        " --benchmark_out_format=json --benchmark_out='" +
        file(name) + "' > /dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return file(name);
  }

  static void expect_refused(const Arguments& arguments, const std::string& reason) {
    CommandRun command(arguments, {});
    EXPECT_EQ(command.exit_status(), kUsage) << command.output() << command.errors();
    EXPECT_THAT(command.errors(), AllOf(StartsWith("orbbench-bench-compare: "), HasSubstr(reason)));
  }

  OwnFolder folder_;
};

TEST_F(BenchCompareTest, PassesAProgramAgainstItself) {
  CommandRun command(in_turns({}), {});
  EXPECT_EQ(command.exit_status(), kPass) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("verdict: pass (3 checks)"));
}

TEST_F(BenchCompareTest, FailsTheBenchmarkThatIsSlowerAndNoOther) {
  CommandRun command(in_turns({kSlower, "--json", file("out.json"), "--junit", file("out.xml")}),
                     {});
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(), AllOf(HasSubstr("fail          bench.made/told"),
                                      Not(HasSubstr("fail          bench.made/same"))));
  const auto told = nlohmann::json::parse(text_of("out.json"))["checks"][2];
  EXPECT_EQ(told["name"], "bench.made/told");
  EXPECT_EQ(told["verdict"], "fail");
  EXPECT_NEAR(told["figures"]["ratio_time"].get<double>(), 2.5, 0.5);
  EXPECT_EQ(told["tables"]["ratios"]["rows"][0][3], told["figures"]["ratio_time"].dump());
  EXPECT_THAT(text_of("out.xml"), HasSubstr(told["figures"]["ratio_time"].dump()));
}

TEST_F(BenchCompareTest, ComparesTheResultsThatWereKept) {
  const std::string before = measured("before.json", "");
  CommandRun same({before, measured("same.json", ""), "--margin", "0.5"}, {});
  EXPECT_EQ(same.exit_status(), kPass) << same.output() << same.errors();
  CommandRun slower({before, measured("slower.json", "--steps=2500"), "--margin", "0.5"}, {});
  EXPECT_EQ(slower.exit_status(), kFail) << slower.output() << slower.errors();
  CommandRun allowed({before, file("slower.json"), "--margin", "0.5", "--margin", "*/told=3"}, {});
  EXPECT_EQ(allowed.exit_status(), kPass) << allowed.output() << allowed.errors();
}

TEST_F(BenchCompareTest, IsInvalidWhenABenchmarkEndsInAnError) {
  CommandRun command(in_turns({"--candidate-argument=--steps=0"}), {});
  EXPECT_EQ(command.exit_status(), kInvalid) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("no steps"));
}

TEST_F(BenchCompareTest, IsInvalidWithTooFewRounds) {
  CommandRun command({"--run", MADE_BENCHMARKS, MADE_BENCHMARKS, "--rounds", "3"}, {});
  EXPECT_EQ(command.exit_status(), kInvalid) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr("3 and 3 repetitions cannot show a slowdown"));
}

TEST_F(BenchCompareTest, RefusesWhatIsNoResultAndNoProgram) {
  expect_refused({"/nowhere/a.json", "/nowhere/b.json"}, "cannot read /nowhere/a.json");
  expect_refused({"--run", "/nowhere/a", "/nowhere/b"}, "cannot run /nowhere/");
  expect_refused(in_turns({"--candidate-argument=--wrong"}), "ended with status 2");
  expect_refused({MADE_BENCHMARKS, MADE_BENCHMARKS}, "is no result of a benchmark");
}

TEST_F(BenchCompareTest, RefusesMarginsThatAreNone) {
  for (const char* margin : {"0", "-0.1", "ten", "0.1x", "ping/*=", "11", "nan"}) {
    expect_refused(in_turns({"--margin", margin}), "--margin takes a share");
  }
  expect_refused(in_turns({"--json", "/nowhere/out.json"}), "cannot write /nowhere/out.json");
}

}  // namespace
}  // namespace orbbench::tests
