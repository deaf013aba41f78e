#include "micro/comparison/benchmark_file.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace orbbench::micro {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::ThrowsMessage;

json repetition(const std::string& name, double real, double cpu) {
  return {{"name", name},    {"run_name", name},  {"run_type", "iteration"}, {"real_time", real},
          {"cpu_time", cpu}, {"time_unit", "us"}, {"repetition_index", 0}};
}

json document(const json& benchmarks) {
  return {{"context",
           {{"num_cpus", 2},
            {"library_build_type", "release"},
            {"fingerprint.processor", "a processor"}}},
          {"benchmarks", benchmarks}};
}

BenchmarkRun parsed(const std::vector<json>& benchmarks) {
  return parse_benchmarks(document(benchmarks).dump(), "new.json");
}

auto refused(const std::string& reason) {
  return ThrowsMessage<BenchmarkFileError>(AllOf(StartsWith("new.json "), HasSubstr(reason)));
}

TEST(BenchmarkFileTest, TakesTheTimeThatTheBenchmarkMeasures) {
  const auto run = parsed({repetition("call/real_time/threads:2", 3, 1), repetition("work", 3, 1)});
  EXPECT_THAT(run.benchmarks.at("call/threads:2").nanoseconds, ElementsAre(3000));
  EXPECT_THAT(run.benchmarks.at("work").nanoseconds, ElementsAre(1000));
  EXPECT_EQ(run.fingerprint.at("processor"), "a processor");
}

TEST(BenchmarkFileTest, LeavesOutOfANameHowItIsRun) {
  EXPECT_EQ(plain_name("call/64/iterations:100/repeats:3/real_time/threads:2"),
            "call/64/threads:2");
  EXPECT_EQ(plain_name("work/min_time:0.005"), "work");
  EXPECT_EQ(plain_name("a/real_times"), "a/real_times");
}

TEST(BenchmarkFileTest, KeepsRepetitionsAndLeavesAggregatesOut) {
  json mean = repetition("work", 7, 7);
  mean["run_type"] = "aggregate";
  const auto run = parsed({repetition("work", 1, 1), repetition("work", 2, 2), mean});
  EXPECT_THAT(run.benchmarks.at("work").nanoseconds, ElementsAre(1000, 2000));
}

TEST(BenchmarkFileTest, DividesByTheFloorBesideEachRepetition) {
  json entry = repetition("work", 3, 3);
  entry[kFloorCounter] = 1500;
  EXPECT_THAT(parsed({entry}).benchmarks.at("work").over_floor, ElementsAre(2));
  EXPECT_THAT(parsed({repetition("work", 3, 3)}).benchmarks.at("work").over_floor, IsEmpty());
}

TEST(BenchmarkFileTest, KeepsWhatOthersDidBesideEachRepetition) {
  json entry = repetition("work", 3, 3);
  entry[kOtherWorkCounter] = 0.5;
  EXPECT_THAT(parsed({entry, entry}).other_work, ElementsAre(0.5, 0.5));
  EXPECT_THAT(parsed({repetition("work", 3, 3)}).other_work, IsEmpty());
}

TEST(BenchmarkFileTest, PrefersTheMedianThatTheProgramKnows) {
  json entry = repetition("call/real_time", 3, 3);
  entry[kMedianCounter] = 1200;
  entry[kFloorCounter] = 1000;
  EXPECT_THAT(parsed({entry}).benchmarks.at("call").nanoseconds, ElementsAre(1200));
  EXPECT_THAT(parsed({entry}).benchmarks.at("call").over_floor, ElementsAre(1.2));
}

TEST(BenchmarkFileTest, KeepsTheErrorThatEndedABenchmark) {
  json entry = repetition("work", 0, 0);
  entry["error_occurred"] = true;
  entry["error_message"] = "TRANSIENT";
  const auto run = parsed({entry});
  EXPECT_EQ(run.benchmarks.at("work").error, "TRANSIENT");
  EXPECT_THAT(run.benchmarks.at("work").nanoseconds, IsEmpty());
}

TEST(BenchmarkFileTest, RefusesWhatIsNoResult) {
  for (const char* text : {"", "[]", "{}", "no JSON", R"({"context": {}, "benchmarks": []})"}) {
    EXPECT_THAT([&] { parse_benchmarks(text, "new.json"); }, refused("is no result")) << text;
  }
  EXPECT_THAT([] { parsed({}); }, refused("holds no repetition"));
  EXPECT_THAT([] { read_benchmarks("/nowhere/a.json"); },
              ThrowsMessage<BenchmarkFileError>("cannot read /nowhere/a.json"));
}

TEST(BenchmarkFileTest, RefusesTimesThatCannotBe) {
  EXPECT_THAT([] { parsed({repetition("work", 1, 0)}); }, refused("says that work took 0"));
  EXPECT_THAT([] { parsed({repetition("work", 1, -1)}); }, refused("says that work took -1"));
  json entry = repetition("work", 1, 1);
  entry["time_unit"] = "years";
  EXPECT_THAT([&] { parsed({entry}); }, refused("'years'"));
}

TEST(BenchmarkFileTest, RefusesFloorsBesideSomeRepetitionsAlone) {
  json entry = repetition("work", 3, 3);
  entry[kFloorCounter] = 1500;
  EXPECT_THAT([&] { parsed({entry, repetition("work", 3, 3)}); }, refused("none beside others"));
}

TEST(BenchmarkFileTest, PoolsTheRepetitionsOfRunsOfOneBuild) {
  BenchmarkRun all;
  pool(all, parsed({repetition("work", 1, 1)}));
  pool(all, parsed({repetition("work", 2, 2)}));
  EXPECT_THAT(all.benchmarks.at("work").nanoseconds, ElementsAre(1000, 2000));
  BenchmarkRun other = parsed({repetition("work", 2, 2)});
  other.fingerprint["build"] = "another";
  EXPECT_THROW(pool(all, other), BenchmarkFileError);
}

}  // namespace
}  // namespace orbbench::micro
