// What the tools that will read these files say to them.

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "documents.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(PROJECT_FOLDER) / "docker";

class LintTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "orbbench-docker.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  static void expect_success(const std::string& line) {
    const ShellResult result = run_shell(line);
    EXPECT_EQ(result.status, 0) << result.output;
  }

  /// The units, with a program in them that is there.
  void copy_units() const {
    for (const auto& entry : fs::directory_iterator(kFolder / "systemd")) {
      std::ofstream(folder_ / entry.path().filename()) << std::regex_replace(
          contents_of(entry.path()), std::regex("ExecStart=/usr/local/bin/orbbench "),
          "ExecStart=/bin/true ");
    }
  }

  fs::path folder_;
};

TEST_F(LintTest, YamllintFindsNothing) {
  if (!is_installed("yamllint")) {
    GTEST_SKIP() << "apt-get install yamllint";
  }
  expect_success("yamllint --strict -c '" + (kFolder / ".yamllint").string() + "' '" +
                 kFolder.string() + "'");
}

TEST_F(LintTest, ShellcheckFindsNothing) {
  if (!is_installed("shellcheck")) {
    GTEST_SKIP() << "apt-get install shellcheck";
  }
  for (const char* script :
       {"answers", "build_ada_core", "build_programs", "make_secrets", "database/make_role.sh"}) {
    expect_success("shellcheck '" + (kFolder / script).string() + "'");
    EXPECT_NE(fs::status(kFolder / script).permissions() & fs::perms::owner_exec, fs::perms::none)
        << script;
  }
}

TEST_F(LintTest, DockerComposeTakesTheFile) {
  if (!is_installed("docker-compose")) {
    GTEST_SKIP() << "apt-get install docker-compose";
  }
  expect_success("'" + (kFolder / "make_secrets").string() + "' '" + folder_.string() + "'");
  const ShellResult result =
      run_shell("cd '" + folder_.string() + "' && docker-compose -f '" +
                (kFolder / "docker-compose.integration.yml").string() +
                "' --env-file .env --project-directory . --profile validate config");
  ASSERT_EQ(result.status, 0) << result.output;
  EXPECT_EQ(read_yaml(result.output).at(0).at("services").size(), 9U);
}

TEST_F(LintTest, SystemdTakesTheUnitsAndFindsThemConfined) {
  if (!is_installed("systemd-analyze")) {
    GTEST_SKIP() << "there is no systemd here";
  }
  copy_units();
  const std::string enter = "cd '" + folder_.string() + "' && ";
  const ShellResult result = run_shell(enter +
                                       "systemd-analyze verify --man=no ./orbbench-soak.service "
                                       "./orbbench-soak.timer ./orbbench-worker@1.service");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.output, "");
  for (const char* unit : {"orbbench-soak.service", "orbbench-worker@.service"}) {
    // In tenths, of 10.0, which is no confinement at all.
    expect_success(enter + "systemd-analyze security --no-pager --offline=true --threshold=20 ./" +
                   unit);
  }
}

/// The options in these words are among those that `orbbench VERB --help` lists.
void expect_options_of(const std::vector<std::string>& words) {
  ASSERT_FALSE(words.empty());
  const ShellResult help =
      run_shell(std::string(PROGRAMS_FOLDER) + "/orbbench " + words.front() + " --help");
  ASSERT_THAT(help.output, testing::HasSubstr("Usage: orbbench " + words.front() + " "));
  for (const std::string& word : words) {
    if (word.starts_with("--")) {
      EXPECT_THAT(help.output, testing::HasSubstr("  " + word.substr(0, word.find('=')) + " "))
          << words.front();
    }
  }
}

std::vector<std::string> container_arguments(const std::string& file, const std::string& pod) {
  for (const auto& document : read_yaml(contents_of(kFolder / "kubernetes" / file))) {
    const nlohmann::json::json_pointer place(pod + "/spec/containers/0/args");
    if (document.contains(place)) {
      return document[place];
    }
  }
  return {};
}

std::vector<std::string> unit_arguments(const std::string& unit) {
  const std::string text = contents_of(kFolder / "systemd" / unit);
  static const std::regex line("ExecStart=/usr/local/bin/orbbench (.*)");
  std::smatch match;
  if (!std::regex_search(text, match, line)) {
    return {};
  }
  std::istringstream words(match[1].str());
  return {std::istream_iterator<std::string>(words), {}};
}

TEST_F(LintTest, ASoakIsStartedWithOptionsThatItHas) {
  expect_options_of(container_arguments("soak.yaml", "/spec/jobTemplate/spec/template"));
  expect_options_of(unit_arguments("orbbench-soak.service"));
}

TEST_F(LintTest, AWorkerIsStartedWithOptionsThatItHas) {
  expect_options_of(container_arguments("workers.yaml", "/spec/template"));
  expect_options_of(unit_arguments("orbbench-worker@.service"));
}

}  // namespace
}  // namespace orbbench::tests
