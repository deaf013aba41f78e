// The writer of the pages ends where a page would say what is not so.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "own_folder.hpp"
#include "shell.hpp"

namespace orbbench::tests {
namespace {

using testing::HasSubstr;

class PageWriterTest : public testing::Test {
 protected:
  PageWriterTest() {
    std::filesystem::create_directories(folder_ / "prose");
    help("  --rate UINT:INT in [1 - 9]=5  Calls a second\n");
  }

  /// A program that says this of its options.
  void help(const std::string& options) {
    folder_.write("tool", "#!/bin/sh\ncat <<'END'\nA tool\nUsage: tool [OPTIONS]\n\nOptions:\n" +
                              options + "\nEND\n");
    std::filesystem::permissions(folder_ / "tool", std::filesystem::perms::owner_all);
  }

  Answer write() {
    return shell(PAGE_WRITER " 0.1.0 " + (folder_ / "prose").string() + " " +
                 (folder_ / "out").string() + " " + (folder_ / "tool").string());
  }

  std::string page() { return shell("zcat " + (folder_ / "out/man1/tool.1.gz").string()).output; }

  OwnFolder folder_;
};

TEST_F(PageWriterTest, ShowsOptionsWithTheirLimits) {
  const Answer answer = write();
  ASSERT_EQ(answer.status, 0) << answer.output;
  EXPECT_THAT(page(), HasSubstr("Calls a second. In [1 \\- 9]. By default 5."));
}

TEST_F(PageWriterTest, RefusesAnExampleWithAnOptionThatIsNone) {
  folder_.write("prose/tool.txt", "# EXAMPLES\n    tool --rate 3 --speed 4\n");
  const Answer answer = write();
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.output, HasSubstr("tool has no --speed"));
}

TEST_F(PageWriterTest, RefusesATextOfACommandThatIsNone) {
  folder_.write("prose/tool-spin.txt", "# DESCRIPTION\nIt spins.\n");
  const Answer answer = write();
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.output, HasSubstr("tool-spin.txt"));
}

TEST_F(PageWriterTest, RefusesHelpThatItCannotRead) {
  help("  --rate [what is this]         Calls a second\n");
  EXPECT_EQ(write().status, 1);
}

TEST_F(PageWriterTest, RefusesAProgramThatFails) {
  folder_.write("tool", "#!/bin/sh\nexit 3\n");
  EXPECT_EQ(write().status, 1);
}

TEST_F(PageWriterTest, ALineThatLooksLikeAMacroStaysText) {
  folder_.write("prose/tool.txt", "# DESCRIPTION\n.so /etc/passwd\n'ab\\c\n");
  ASSERT_EQ(write().status, 0);
  EXPECT_THAT(page(), HasSubstr("\\&.so /etc/passwd"));
  EXPECT_THAT(page(), HasSubstr("\\(aqab\\ec"));
}

}  // namespace
}  // namespace orbbench::tests
