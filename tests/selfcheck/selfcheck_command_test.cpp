// What users give `selfcheck --mutants`, right and wrong, and what it answers.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <fstream>
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
constexpr int kInconclusive = 2;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class SelfcheckCommandTest : public testing::Test {
 protected:
  static Arguments mutants(const Arguments& further) {
    Arguments arguments{"selfcheck", "--mutants"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
  }

  static void expect_refused(const Arguments& arguments, const std::string& reason) {
    CommandRun command(arguments, {});
    EXPECT_EQ(command.exit_status(), kUsage) << command.output() << command.errors();
    EXPECT_THAT(command.errors(), AllOf(StartsWith("orbbench: "), HasSubstr(reason)));
    EXPECT_EQ(std::count(command.errors().begin(), command.errors().end(), '\n'), 1);
  }

  std::string path_of(const std::string& name) const { return folder_ / name; }

  OwnFolder folder_;
};

TEST_F(SelfcheckCommandTest, CatchesASampleAndSaysWhatNamedEach) {
  CommandRun command(mutants({"--sample", "3", "--seed", "3", "--json", path_of("mutants.json")}),
                     {});
  ASSERT_EQ(command.exit_status(), kPass) << command.output() << command.errors();
  EXPECT_THAT(command.output(), AllOf(HasSubstr("all                             3        3"),
                                      HasSubstr("verdict: pass")));
  std::ifstream file(path_of("mutants.json"));
  const auto json = nlohmann::json::parse(file);
  ASSERT_EQ(json.at("mutants").size(), 3U);
  for (const auto& mutant : json.at("mutants")) {
    EXPECT_THAT(
        mutant.at("reason").get<std::string>(),
        HasSubstr(mutant.at("kind") == "wipe_replaced" ? "credential_secret"
                                                       : mutant.at("place").get<std::string>()));
  }
}

// The seeds draw one mutant of the kind that only the check that is off can see.
TEST_F(SelfcheckCommandTest, WithoutACheckItsMutantsSurvive) {
  CommandRun command(mutants({"--sample", "7", "--seed", "3", "--without",
                              "ledger.coverage,witness.object,witness.free"}),
                     {});
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  for (const std::string kind : {"leak", "count_twice", "count_without_freeing",
                                 "free_without_counting", "pretend_zeroization", "wipe_replaced"}) {
    EXPECT_THAT(command.output(), HasSubstr("survived: " + kind + " of "));
  }
  EXPECT_THAT(command.output(), AllOf(Not(HasSubstr("survived: skip_zeroization")),
                                      HasSubstr("was not asked"), HasSubstr("verdict: fail")));
}

TEST_F(SelfcheckCommandTest, WithoutTheCountOfWipesASkippedWipeSurvives) {
  CommandRun command(
      mutants({"--sample", "7", "--seed", "3", "--without", "zeroization.count,witness.free"}), {});
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(),
              AllOf(HasSubstr("survived: skip_zeroization"), Not(HasSubstr("survived: leak"))));
}

TEST_F(SelfcheckCommandTest, ChecksThatExpectNothingAreNotTrusted) {
  CommandRun command(mutants({"--sample", "7", "--expectations",
                              folder_.write("nothing.json", R"({"sites": {}})")}),
                     {});
  EXPECT_EQ(command.exit_status(), kInvalid) << command.output() << command.errors();
  EXPECT_THAT(command.output(),
              AllOf(HasSubstr("not to be trusted: ledger.coverage does not pass on the sound core"),
                    HasSubstr("not tried: 7 of 7"), HasSubstr("verdict: invalid")));
}

TEST_F(SelfcheckCommandTest, EndsOnRequestWithWhatItHas) {
  CommandRun command(mutants({}), {});
  ASSERT_TRUE(command.await_error(" of 321, ")) << command.errors();
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInconclusive) << command.output();
  EXPECT_THAT(command.output(),
              AllOf(HasSubstr("leak"), HasSubstr("not tried: "), Not(HasSubstr("survived"))));
}

TEST_F(SelfcheckCommandTest, RefusesWhatMakesNoSenseInOneLine) {
  expect_refused({"selfcheck"}, "--error-rates or --mutants");
  expect_refused(mutants({"--error-rates"}), "one thing at a time");
  expect_refused(mutants({"--without", "ledger.coverege"}), "ledger.coverege");
  expect_refused(mutants({"--sample", "0"}), "--sample");
  expect_refused(mutants({"--expectations", path_of("absent.json")}), "cannot read");
  expect_refused(mutants({"--expectations", folder_.write("broken.json", "{")}), "broken.json");
  expect_refused(mutants({"--core-binary", path_of("absent")}), "orbbench-core");
  expect_refused(mutants({"--json", "/nonexistent/x.json"}), "cannot write");
}

TEST_F(SelfcheckCommandTest, ACoreThatIsNoneIsAnInvalidRun) {
  CommandRun command(mutants({"--sample", "1", "--core-binary", "/bin/true"}), {});
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(command.errors(), HasSubstr("orbbench: true ended before it was ready"));
}

}  // namespace
}  // namespace orbbench::tests
