// What bash offers for a line that has been begun.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shell.hpp"

namespace orbbench::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using Words = std::vector<std::string>;

/// The last word is the one under the cursor.
Words offered(const Words& words) {
  std::string function = "_" + words.front();
  std::ranges::replace(function, '-', '_');
  std::string line = "set -u; source " INSTALLED_FOLDER "/share/bash-completion/completions/" +
                     words.front() + "; COMP_WORDS=(";
  for (const std::string& word : words) {
    line += quoted(word) + " ";
  }
  line += "); COMP_CWORD=" + std::to_string(words.size() - 1) + "; " + function +
          "; ((${#COMPREPLY[@]})) && printf '%s\\n' \"${COMPREPLY[@]}\"; true";
  const Answer answer = shell(line);
  EXPECT_EQ(answer.status, 0) << answer.output;
  return lines_of(answer.output);
}

TEST(CompletionTest, CommandsAreOffered) {
  EXPECT_THAT(offered({"orbbench", ""}), IsSupersetOf({"validate", "latency", "soak", "stack"}));
  EXPECT_THAT(offered({"orbbench", "va"}), ElementsAre("validate"));
}

TEST(CompletionTest, CommandsBelowCommandsAreOffered) {
  EXPECT_THAT(offered({"orbbench", "stack", ""}), IsSupersetOf({"up", "down", "status", "logs"}));
  EXPECT_THAT(offered({"orbbench", "stack", "up", "--ke"}), ElementsAre("--keep"));
}

TEST(CompletionTest, OptionsAreThoseOfTheCommand) {
  EXPECT_THAT(offered({"orbbench", "validate", "--ch"}), ElementsAre("--checks"));
  EXPECT_THAT(offered({"orbbench", "stack", "--"}), Not(Contains("--checks")));
  EXPECT_THAT(offered({"orbbench-console", "--m"}), ElementsAre("--metrics"));
  EXPECT_THAT(offered({"orbbench-core", "--enable"}), ElementsAre("--enable-faults"));
}

TEST(CompletionTest, ChoicesOfAnOptionAreOffered) {
  EXPECT_THAT(offered({"orbbench", "stack", "up", "--core", ""}), ElementsAre("reference", "ada"));
  EXPECT_THAT(offered({"orbbench", "stack", "up", "--core", "=", "r"}), ElementsAre("reference"));
  EXPECT_THAT(offered({"orbbench", "stack", "up", "--core", "="}), ElementsAre("reference", "ada"));
}

TEST(CompletionTest, ChecksAreOfferedOneAfterAnother) {
  EXPECT_THAT(offered({"orbbench", "validate", "--checks", "core"}), ElementsAre("core.reachable"));
  EXPECT_THAT(offered({"orbbench", "validate", "--checks", "core.reachable,latency."}),
              ElementsAre("core.reachable,latency.slo"));
}

TEST(CompletionTest, AValueThatIsCalledLikeACommandIsNone) {
  EXPECT_THAT(offered({"orbbench", "validate", "--json", "stack", "--ch"}),
              ElementsAre("--checks"));
}

TEST(CompletionTest, WhereAFileMayStandNothingElseIsOffered) {
  EXPECT_THAT(offered({"orbbench", "validate", "--json", ""}), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
