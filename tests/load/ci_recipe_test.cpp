// The recipes of docs/ci: what their jobs run, on real cores and a results store of its own.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::Each;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr int kFail = 1;
constexpr int kInconclusive = 2;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;
constexpr const char* kFolder = PROJECT_FOLDER "/docs/ci/";

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Every text in the document that calls the gate.
void collect_calls(const YAML::Node& node, std::vector<std::string>& calls) {
  if (node.IsScalar() && node.Scalar().find("latency_gate.sh") != std::string::npos) {
    calls.push_back(node.Scalar());
  }
  for (const auto& child : node) {
    collect_calls(node.IsMap() ? child.second : YAML::Node(child), calls);
  }
}

class CiRecipeTest : public testing::Test {
 protected:
  CiRecipeTest() {
    std::string path = fs::temp_directory_path() / "orbbench-recipe.XXXXXX";
    folder_ = mkdtemp(path.data());
    fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    std::ofstream(folder_ / "scenario.json")
        << R"({"name": "short", "lanes": 2, "warm_up_s": 0.2, "duration_s": 1,
               "mix": [{"operation": "ping"}], "arrival": {"process": "constant", "rate": 500}})";
  }
  ~CiRecipeTest() override { fs::remove_all(folder_); }

  /// The exit code of the gate on this core; all that it says is in said.txt.
  int gate(const std::string& step, const fs::path& core) const {
    const std::string in = folder_.string() + "/";
    const std::string command =
        "XDG_DATA_HOME=" + in + "data ORBBENCH_RESULTS_URL= ORBBENCH=" + ORBBENCH_BINARY +
        " SCENARIO=" + in + "scenario.json " + kFolder + "latency_gate.sh " + step + " " +
        core.string() + " " + in + "baseline.json " + in + "reports > " + in + "said.txt 2>&1";
    return WEXITSTATUS(std::system(command.c_str()));  // NOLINT(cert-env33-c): what a job does
  }
  /// The same until the machine lets it be measured.
  int decided_gate(const std::string& step, const fs::path& core) const {
    constexpr int kAttempts = 8;
    int status = kInvalid;
    for (int attempt = 0; attempt < kAttempts && (status == kInconclusive || status == kInvalid);
         ++attempt) {
      status = gate(step, core);
    }
    return status;
  }
  std::string said() const { return text_of(folder_ / "said.txt"); }

  /// The reference core, but that each reply takes longer.
  fs::path slow_core() const {
    const fs::path script = folder_ / "slow-core";
    std::ofstream(script) << "#!/bin/sh\nLD_PRELOAD=" SLOWING_LIBRARY " exec " CORE_BINARY
                             " \"$@\"\n";
    fs::permissions(script, fs::perms(0755));
    return script;
  }

  fs::path folder_;
};

TEST_F(CiRecipeTest, ASlowerCoreFailsAgainstTheBaselineOfTheJobBefore) {
  ASSERT_EQ(decided_gate("record", CORE_BINARY), 0) << said();
  ASSERT_TRUE(fs::exists(folder_ / "baseline.json"));
  fs::remove_all(folder_ / "data");  // the next job is on another machine
  EXPECT_EQ(decided_gate("check", slow_core()), kFail) << said();
  EXPECT_THAT(said(), HasSubstr("gate.short"));
  EXPECT_THAT(text_of(folder_ / "reports/latency.md"), HasSubstr("gate.short"));
  EXPECT_THAT(text_of(folder_ / "reports/latency.html"), HasSubstr("gate.short"));
  EXPECT_THAT(text_of(folder_ / "reports/latency.xml"), HasSubstr("<failure"));
  EXPECT_THAT(text_of(folder_ / "reports/latency.hlog"), HasSubstr("Histogram log format version"));
}

TEST_F(CiRecipeTest, AGateWithoutItsBaselineIsRefusedBeforeItMeasures) {
  EXPECT_EQ(gate("check", CORE_BINARY), kUsage) << said();
  EXPECT_THAT(said(), HasSubstr("baseline.json"));
  EXPECT_EQ(gate("compare", CORE_BINARY), kUsage);
  EXPECT_THAT(said(), HasSubstr("usage: "));
}

class CiRecipeFileTest : public testing::TestWithParam<const char*> {};

TEST_P(CiRecipeFileTest, CallsTheGateAsItIsToBeCalled) {
  std::vector<std::string> calls;
  collect_calls(YAML::LoadFile(std::string(kFolder) + GetParam()), calls);
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_THAT(calls, Each(MatchesRegex("orbbench/docs/ci/latency_gate.sh (record|check) "
                                       "[a-z/]+ baseline.json reports")));
  EXPECT_THAT(calls[0], HasSubstr("record"));
  EXPECT_THAT(calls[1], HasSubstr("check"));
}

INSTANTIATE_TEST_SUITE_P(Recipes, CiRecipeFileTest,
                         testing::Values("github_actions.yml", "gitlab_ci.yml"),
                         [](const auto& recipe) {
                           return std::string(recipe.param, std::string(recipe.param).find('_'));
                         });

}  // namespace
}  // namespace orbbench::tests
