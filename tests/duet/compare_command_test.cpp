// What users give `compare` and `selfcheck`, right and wrong, and what they answer.

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "core_process.hpp"
#include "orbbench/metrics/scraper.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class CompareCommandTest : public testing::Test {
 protected:
  CompareCommandTest()
      : folder_(fs::temp_directory_path() / ("orbbench-compare-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~CompareCommandTest() override { fs::remove_all(folder_); }

  static std::string page_of(const CoreProcess& core) {
    return "http://127.0.0.1:" + std::to_string(core.ports().metrics);
  }

  static void await_requests(const CoreProcess& core, double count) {
    const metrics::Scraper page(page_of(core));
    double served = 0;
    while (served < count) {
      served = 0;
      const metrics::Exposition exposition = page.scrape();
      for (const metrics::Sample* sample : exposition.named("polyorb_orb_requests_total")) {
        served += sample->value;
      }
    }
  }

  static void expect_refused(const Arguments& arguments, const std::string& reason) {
    CommandRun command(arguments, {});
    EXPECT_EQ(command.exit_status(), kUsage) << command.output() << command.errors();
    EXPECT_THAT(command.errors(), AllOf(StartsWith("orbbench: "), HasSubstr(reason)));
    EXPECT_EQ(std::count(command.errors().begin(), command.errors().end(), '\n'), 1);
  }

  nlohmann::json read_json(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return nlohmann::json::parse(file);
  }

  fs::path folder_;
};

// Of four rounds on a busy machine, the tails' intervals are wide beyond any sense: no matter here.
TEST_F(CompareCommandTest, ComparesTwoCoresThatItIsPointedAt) {
  const CoreProcess baseline;
  const CoreProcess candidate;
  CommandRun command({"compare", baseline.address(), candidate.address(), "--metrics-a",
                      page_of(baseline), "--metrics-b", page_of(candidate), "--duet-seconds", "5",
                      "--margin-p50", "1000", "--margin-p95", "10000", "--margin-p99", "10000",
                      "--margin-deallocation", "1000", "--json", (folder_ / "duet.json").string()},
                     {});
  command.exit_status();  // memory may be told apart, or not
  const auto json = read_json("duet.json");
  ASSERT_EQ(json["checks"].size(), 4U) << command.output() << command.errors();
  EXPECT_EQ(json["checks"][0]["name"], "duet.latency");
  EXPECT_EQ(json["checks"][0]["verdict"], "pass") << command.output();
  EXPECT_EQ(json["checks"][1]["verdict"], "pass") << command.output();
  EXPECT_EQ(json["checks"][3]["verdict"], "pass") << command.output();
  EXPECT_NE(json["checks"][2]["verdict"], "invalid") << command.output();
  EXPECT_EQ(json["checks"][0]["figures"]["limit_p50"], 11);
  EXPECT_THAT(command.output(), HasSubstr("ratio_p50="));
}

TEST_F(CompareCommandTest, AddsTheDuetToAValidation) {
  CommandRun command(
      {"validate", "--checks", "duet", "--baseline-binary", CORE_BINARY, "--duet-seconds", "5",
       "--margin-p50", "1000", "--margin-p95", "10000", "--margin-p99", "10000",
       "--margin-deallocation", "1000", "--json", (folder_ / "validate.json").string()},
      {});
  command.exit_status();
  const auto json = read_json("validate.json");
  ASSERT_EQ(json["checks"].size(), 5U) << command.output() << command.errors();
  EXPECT_EQ(json["checks"][1]["verdict"], "pass") << command.output();
  EXPECT_EQ(json["checks"][1]["figures"]["rounds"], 4);
  EXPECT_EQ(json["checks"][4]["verdict"], "pass") << command.output();
}

TEST_F(CompareCommandTest, EndsWithItsFiguresWhenInterrupted) {
  const CoreProcess baseline;
  const CoreProcess candidate;
  CommandRun command({"compare", baseline.address(), candidate.address(), "--duet-seconds", "600",
                      "--json", (folder_ / "cut.json").string()},
                     {});
  await_requests(candidate, 25'000);
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.output(), AllOf(HasSubstr("invalid       duet.latency"),
                                      HasSubstr("interrupted after "), HasSubstr("ratio_p50=")));
  const auto json = read_json("cut.json");
  EXPECT_EQ(json["verdict"], "invalid");
  EXPECT_GT(json["checks"][0]["figures"]["calls_each"], 0);
}

TEST_F(CompareCommandTest, EndsWhenInterruptedAtItsStart) {
  CommandRun command({"compare", "--duet-seconds", "600"}, {});
  ASSERT_TRUE(command.await_error("duet, round 1 of 20"));
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.output() + command.errors(), HasSubstr("interrupted"));
}

TEST_F(CompareCommandTest, ACoreThatDiesInMidDuetIsInvalidWithTheReason) {
  const CoreProcess baseline;
  CoreProcess candidate;
  CommandRun command({"compare", baseline.address(), candidate.address(), "--duet-seconds", "600"},
                     {});
  await_requests(candidate, 2000);
  candidate.kill();
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.output(),
              AllOf(HasSubstr("the candidate core was lost"), HasSubstr("verdict: invalid")));
}

// An address of a net for documentation (RFC 5737): nobody answers, and no more than that is known.
TEST_F(CompareCommandTest, ABaselineOnAHostThatIsNotThereIsInvalidWithTheReason) {
  const CoreProcess candidate;
  CommandRun command({"compare", "192.0.2.1:12000", candidate.address(), "--duet-seconds", "1"},
                     {});
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.output(),
              AllOf(HasSubstr("the baseline core was lost"), HasSubstr("192.0.2.1:12000")));
}

TEST_F(CompareCommandTest, ACoreThatIsNotThereIsInvalidWithTheReason) {
  CommandRun command({"compare", "127.0.0.1:1", "127.0.0.1:2", "--duet-seconds", "1"}, {});
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.output(), HasSubstr("the baseline core was lost"));
}

TEST_F(CompareCommandTest, RefusesWhatMakesNoDuetInOneLine) {
  expect_refused({"compare", "nonsense", "127.0.0.1:1"}, "'nonsense'");
  expect_refused({"compare", "--metrics-a", "http://localhost:1"}, "name its address too");
  expect_refused({"compare", "127.0.0.1:1", "127.0.0.1:1", "--metrics-b", "ftp://x"}, "ftp://x");
  expect_refused({"compare", "127.0.0.1:1", "--core-binary-a", "/bin/true"}, "leave one out");
  expect_refused({"compare", "--core-binary-b", "/nonexistent"}, "/nonexistent");
  expect_refused({"compare", "--duet-seconds", "0"}, "--duet-seconds");
  expect_refused({"compare", "--duet-seconds", "nan"}, "--duet-seconds");
  expect_refused({"compare", "--margin-p50", "-1"}, "--margin-p50");
  expect_refused({"compare", "--margin-errors", "101"}, "--margin-errors");
  expect_refused({"compare", "--json", "/nonexistent/duet.json"}, "cannot write");
}

TEST_F(CompareCommandTest, RefusesABaselineThatMakesNoSenseInOneLine) {
  expect_refused({"validate", "--baseline-metrics", "http://localhost:1"}, "add --baseline");
  expect_refused({"validate", "--baseline", "nonsense"}, "'nonsense'");
}

TEST_F(CompareCommandTest, RefusesASelfcheckOfNothingInOneLine) {
  expect_refused({"selfcheck"}, "--error-rates");
  expect_refused({"selfcheck", "--error-rates", "--runs", "0"}, "--runs");
  expect_refused({"selfcheck", "--error-rates", "--seconds", "0"}, "--seconds");
  expect_refused({"selfcheck", "--error-rates", "--slowdowns", "0"}, "--slowdowns");
  expect_refused({"selfcheck", "--error-rates", "--slowdowns", "5,slow"}, "--slowdowns");
  expect_refused({"selfcheck", "--error-rates", "--json", "/nonexistent/r.json"}, "cannot write");
}

TEST_F(CompareCommandTest, MeasuresErrorRates) {
  CommandRun command(
      {"selfcheck", "--error-rates", "--seconds", "6", "--real-duets", "1", "--runs", "5",
       "--slowdowns", "10", "--seed", "7", "--json", (folder_ / "rates.json").string()},
      {});
  EXPECT_EQ(command.exit_status(), 0) << command.output() << command.errors();
  const auto json = read_json("rates.json");
  ASSERT_EQ(json["slowdowns"].size(), 2U);
  EXPECT_EQ(json["seed"], 7);
  EXPECT_GT(json["servant_share_of_call"], 0);
  EXPECT_EQ(json["slowdowns"][1]["real"]["p50_changed"]["duets"], 1);
  EXPECT_EQ(json["slowdowns"][0]["resampled"][2]["p50_changed"]["duets"], 5);
  EXPECT_THAT(command.output(), AllOf(HasSubstr("10 % slower: p50 "), HasSubstr("false alarms, ")));
}

}  // namespace
}  // namespace orbbench::tests
