// What users give the command, right and wrong, and what it answers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "core_process.hpp"
#include "tracing.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Arguments = std::vector<std::string>;

constexpr int kInconclusive = 2;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class ValidateCommandTest : public testing::Test {
 protected:
  ValidateCommandTest()
      : folder_(fs::temp_directory_path() / ("orbbench-validate-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~ValidateCommandTest() override { fs::remove_all(folder_); }

  struct Finished {
    int status;
    std::string output;
    std::string errors;
  };

  static Finished run(Arguments arguments, const Arguments& environment = {}) {
    arguments.insert(arguments.begin(), "validate");
    CommandRun command(arguments, environment);
    const int status = command.exit_status();
    return {status, command.output(), command.errors()};
  }

  static Arguments pointing_at(const CoreProcess& core) {
    return {"--core", core.address(), "--metrics",
            "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics"};
  }

  /// A core that the command did not start it may look into where the system allows that.
  static std::vector<nlohmann::json> without_witness(const nlohmann::json& checks) {
    std::vector<nlohmann::json> others;
    std::copy_if(checks.begin(), checks.end(), std::back_inserter(others), [](const auto& check) {
      return !check["name"].template get<std::string>().starts_with("witness.");
    });
    return others;
  }

  static std::string read(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
};

TEST_F(ValidateCommandTest, JudgesTheCoreThatItIsPointedAtInAllForms) {
  const CoreProcess core;
  Arguments arguments = pointing_at(core);
  arguments.insert(arguments.end(), {"--checks", "ledger.coverage,zeroization.count", "--report",
                                     (folder_ / "report").string()});
  const Finished finished = run(arguments);
  EXPECT_EQ(finished.status, 0) << finished.output << finished.errors;
  EXPECT_THAT(finished.output,
              AllOf(HasSubstr("pass"), HasSubstr("ledger.coverage"), HasSubstr("verdict: pass")));
  const auto json = nlohmann::json::parse(read(folder_ / "report" / "validate.json"));
  EXPECT_EQ(json["verdict"], "pass");
  EXPECT_EQ(json["checks"].size(), 3U);
  EXPECT_THAT(read(folder_ / "report" / "validate.txt"), HasSubstr("sites=73"));
  EXPECT_THAT(read(folder_ / "report" / "validate.xml"), HasSubstr("tests=\"3\" failures=\"0\""));
  EXPECT_THAT(read(folder_ / "report" / "validate.html"),
              AllOf(HasSubstr("ledger.coverage"), HasSubstr("session_token")));
}

TEST_F(ValidateCommandTest, SaysWhichRuleItCannotTryOnACoreThatItIsOnlyPointedAt) {
  const CoreProcess core;
  Arguments arguments = pointing_at(core);
  const std::string report = (folder_ / "all.json").string();
  arguments.insert(arguments.end(), {"--duration", "0.5", "--law-calls", "5000", "--json", report});
  const Finished finished = run(arguments);
  EXPECT_THAT(finished.output, HasSubstr("not run       calls.restart"));
  const auto not_run = without_witness(nlohmann::json::parse(read(report))["not_run"]);
  ASSERT_EQ(not_run.size(), 9U);
  EXPECT_EQ(not_run[0]["name"], "calls.restart");
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_THAT(not_run[i]["name"].get<std::string>(), testing::StartsWith("workflow."));
    EXPECT_THAT(not_run[i]["reason"].get<std::string>(), HasSubstr("--gateway"));
  }
  for (std::size_t i = 5; i < 9; ++i) {
    EXPECT_THAT(not_run[i]["name"].get<std::string>(), testing::StartsWith("duet."));
    EXPECT_THAT(not_run[i]["reason"].get<std::string>(), HasSubstr("--baseline"));
  }
}

TEST_F(ValidateCommandTest, IsInconclusiveOnARuleThatWasAskedForAndCannotBeTried) {
  const CoreProcess core;
  Arguments arguments = pointing_at(core);
  arguments.insert(arguments.end(), {"--checks", "calls.restart"});
  const Finished finished = run(arguments);
  EXPECT_EQ(finished.status, kInconclusive);
  EXPECT_THAT(finished.output, HasSubstr("--core-binary"));
}

TEST_F(ValidateCommandTest, AGatewayThatIsNotThereIsInvalidWithItsAddress) {
  const CoreProcess core;
  Arguments arguments = pointing_at(core);
  arguments.insert(arguments.end(), {"--checks", "workflow.life"});
  for (const Finished& finished :
       {run(arguments, {"API_GATEWAY_URL=http://127.0.0.1:1"}), [&] {
          arguments.insert(arguments.end(), {"--gateway", "http://127.0.0.1:1"});
          return run(arguments);
        }()}) {
    EXPECT_EQ(finished.status, kInvalid) << finished.output << finished.errors;
    EXPECT_THAT(finished.output, HasSubstr("the gateway was not reached: health: "
                                           "http://127.0.0.1:1 gave no answer"));
  }
}

TEST_F(ValidateCommandTest, LooksIntoTheMemoryOfACoreOfItsOwn) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's allocator stands between the core and the wiping of its blocks";
#endif
  if (const std::string reason = why_tracing_is_forbidden(); !reason.empty()) {
    GTEST_SKIP() << reason;
  }
  const Finished own = run({"--checks", "witness.object", "--strict-memory", "--max-stop", "10s"});
  EXPECT_EQ(own.status, 0) << own.output << own.errors;
  EXPECT_THAT(own.output, HasSubstr("pass          witness.object"));
}

TEST_F(ValidateCommandTest, IsInconclusiveAboutAProcessThatIsNotThere) {
  const CoreProcess core;
  Arguments arguments = pointing_at(core);
  arguments.insert(arguments.end(), {"--checks", "witness", "--pid", "4194303"});
  const Finished finished = run(arguments);
  EXPECT_EQ(finished.status, kInconclusive) << finished.output;
  EXPECT_THAT(finished.output, HasSubstr("there is no process 4194303 on this host"));
}

TEST_F(ValidateCommandTest, IsInconclusiveWhenTheCommandMakesNoDump) {
  const CoreProcess core;
  Arguments arguments = pointing_at(core);
  arguments.insert(arguments.end(),
                   {"--checks", "witness", "--dump-with", "echo no ssh >&2; exit 9"});
  const Finished finished = run(arguments);
  EXPECT_EQ(finished.status, kInconclusive) << finished.output;
  EXPECT_THAT(finished.output, HasSubstr("--dump-with failed with status 9: no ssh"));
}

TEST_F(ValidateCommandTest, TakesTheCoreFromTheEnvironment) {
  const CoreProcess core;
  const Finished finished = run(
      {"--checks", "core.reachable"},
      {"ORB_CORE_URL=http://" + core.address(),
       "ORB_METRICS_URL=http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.errors;
}

TEST_F(ValidateCommandTest, ListsItsChecks) {
  const Finished finished = run({"--list"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.output, AllOf(HasSubstr("core.reachable"), HasSubstr("pool.laws")));
}

TEST_F(ValidateCommandTest, ACoreThatIsNotThereIsInvalidAndTheOtherChecksAreNotRun) {
  const Finished finished = run({"--core", "127.0.0.1:1", "--metrics", "http://127.0.0.1:1"});
  EXPECT_EQ(finished.status, kInvalid);
  EXPECT_THAT(finished.output,
              AllOf(HasSubstr("127.0.0.1:1"), HasSubstr("not run: the core was not reached"),
                    Not(HasSubstr("pass"))));
}

TEST_F(ValidateCommandTest, AMetricsPageThatIsNoneIsInvalidWithItsAddress) {
  CoreProcess core;
  // The IIOP port answers HTTP with anything but a metrics page.
  const Finished finished =
      run({"--core", core.address(), "--metrics", "http://" + core.address() + "/metrics"});
  EXPECT_EQ(finished.status, kInvalid);
  EXPECT_THAT(finished.output, HasSubstr("metrics page http://" + core.address()));
}

TEST_F(ValidateCommandTest, AnUnwritableReportIsKnownBeforeTheRun) {
  const Finished finished = run({"--core", "127.0.0.1:1", "--json", "/nonexistent/result.json"});
  EXPECT_EQ(finished.status, kUsage);
  EXPECT_THAT(finished.errors, HasSubstr("/nonexistent/result.json"));
}

/// A wrong command line, and what its one line of error must name.
struct Mistake {
  const char* name;
  Arguments arguments;
  const char* named;
};

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class ValidateMistakeTest : public ValidateCommandTest,
                            public testing::WithParamInterface<Mistake> {};

TEST_P(ValidateMistakeTest, IsAnsweredByOneLineAndExit64) {
  const Finished finished = run(GetParam().arguments);
  EXPECT_EQ(finished.status, kUsage) << finished.output;
  EXPECT_THAT(finished.errors, HasSubstr(GetParam().named));
  EXPECT_EQ(std::count(finished.errors.begin(), finished.errors.end(), '\n'), 1) << finished.errors;
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, ValidateMistakeTest,
    testing::Values(
        Mistake{"OddIor", {"--core", "IOR:0100000"}, "IOR:0100000"},
        Mistake{"IorWithoutHex", {"--core", "IOR:xyz"}, "IOR:xyz"},
        Mistake{"EmptyHost", {"--core", ":12000"}, ":12000"},
        Mistake{"PortTooHigh", {"--core", "localhost:70000"}, "70000"},
        Mistake{"MissingFile", {"--core", "/nonexistent/core.ior"}, "/nonexistent/core.ior"},
        Mistake{"MetricsScheme", {"--core", "a:1", "--metrics", "ftp://x"}, "ftp://x"},
        Mistake{"MetricsAlone", {"--metrics", "http://localhost:9091"}, "--core"},
        Mistake{"GatewayAlone", {"--gateway", "http://localhost:8080"}, "--core"},
        Mistake{"GatewayScheme", {"--core", "a:1", "--gateway", "ftp://x"}, "ftp://x"},
        Mistake{"UnknownFlag", {"--speed", "5"}, "--speed"},
        Mistake{"UnknownCheck", {"--checks", "ledger.covrage"}, "ledger.covrage"},
        Mistake{"NegativeRate", {"--rate", "-5"}, "--rate"},
        Mistake{"RateThatIsNoNumber", {"--rate", "fast"}, "fast"},
        Mistake{"PidThatIsNone", {"--pid", "0"}, "--pid"},
        Mistake{"StopWithoutUnit", {"--max-stop", "5"}, "--max-stop"},
        Mistake{"NoLanes", {"--lanes", "0"}, "--lanes"},
        Mistake{"Expectations",
                {"--core", "a:1", "--expectations", "/nonexistent.json"},
                "/nonexistent.json"}),
    [](const auto& param_info) { return param_info.param.name; });

}  // namespace
}  // namespace orbbench::tests
