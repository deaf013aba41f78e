// The manual says of each program what it says itself.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "shell.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::IsEmpty;
using Names = std::set<std::string>;

const std::string kBin = INSTALLED_FOLDER "/bin/";
const std::string kPages = INSTALLED_FOLDER "/share/man/man1/";

class ManualPagesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_program("man")) {
      GTEST_SKIP() << "there is no man to show a page with";
    }
  }
};

/// As it is shown, without hyphenation, in lines that are long enough for every word.
std::string page(const std::string& name) {
  return shell("LC_ALL=C.UTF-8 MANWIDTH=1000 man --no-hyphenation --no-justification -l " + kPages +
               name + ".1.gz | col -b")
      .output;
}

Names all_pages() {
  Names names;
  for (const auto& entry : fs::directory_iterator(kPages)) {
    names.insert(entry.path().stem().stem().string());
  }
  return names;
}

Names matches(const std::string& text, const std::regex& pattern) {
  Names found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

Names options_in_help(const std::string& command) {
  static const std::regex option(R"((?:^|\n)  (?:-h,)?(--[a-z0-9-]+))");
  return matches(shell(kBin + command + " --help").output, option);
}

Names commands_of(const std::string& command) {
  static const std::regex line(R"(\n  ([a-z][a-z0-9-]*) +[A-Z])");
  const std::string help = shell(kBin + command + " --help").output;
  const auto listed = help.find("Subcommands:");
  return listed == std::string::npos ? Names() : matches(help.substr(listed), line);
}

std::vector<std::string> without(const Names& wanted, const Names& there) {
  std::vector<std::string> missing;
  std::ranges::set_difference(wanted, there, std::back_inserter(missing));
  return missing;
}

TEST_F(ManualPagesTest, EachProgramAndCommandHasOne) {
  Names wanted;
  for (const auto& entry : fs::directory_iterator(kBin)) {
    if (!entry.path().filename().string().starts_with("orbbench-core-ada")) {
      wanted.insert(entry.path().filename().string());
    }
  }
  const Names commands = commands_of("orbbench");
  ASSERT_GE(commands.size(), 15U);
  for (const std::string& command : commands) {
    wanted.insert("orbbench-" + command);
  }
  EXPECT_EQ(wanted, all_pages());
}

TEST_F(ManualPagesTest, NoneIsWarnedOf) {
  for (const std::string& name : all_pages()) {
    EXPECT_THAT(
        shell("LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z " +
              kPages + name + ".1.gz 2>&1 > /dev/null")
            .output,
        IsEmpty())
        << name;
  }
}

TEST_F(ManualPagesTest, EachOptionOfEachCommandIsThere) {
  static const std::regex option(R"((--[a-z0-9-]+))");
  for (const std::string& command : commands_of("orbbench")) {
    const Names shown = matches(page("orbbench-" + command), option);
    Names wanted = options_in_help("orbbench " + command);
    for (const std::string& below : commands_of("orbbench " + command)) {
      wanted.merge(options_in_help("orbbench " + command + " " + below));
    }
    EXPECT_THAT(without(wanted, shown), IsEmpty()) << command;
  }
}

TEST_F(ManualPagesTest, TheConsolesOptionsAndFilesAreThere) {
  const std::string text = page("orbbench-console");
  static const std::regex option(R"((--[a-z0-9-]+))");
  EXPECT_THAT(without(options_in_help("orbbench-console"), matches(text, option)), IsEmpty());
  EXPECT_THAT(text, testing::HasSubstr("console.json"));
}

TEST_F(ManualPagesTest, LimitsAndDefaultsAreToldInWords) {
  const std::string text = page("orbbench-validate");
  EXPECT_THAT(text,
              testing::ContainsRegex("Calls a second, over all lanes. In \\[1 - 100000\\]. By "
                                     "default 500\\."));
  EXPECT_THAT(text, testing::HasSubstr("EXIT STATUS"));
}

}  // namespace
}  // namespace orbbench::tests
