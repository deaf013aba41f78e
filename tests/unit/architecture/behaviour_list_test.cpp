// Holds docs/behaviours.md and the suites equal: each row has a test, each test a row.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using Ids = std::set<std::string>;

std::string contents(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Ids find_all(const std::string& text, const std::regex& pattern) {
  Ids ids;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
    ids.insert((*match)[1].str() + "-" + (*match)[2].str());
  }
  return ids;
}

Ids listed() {
  static const std::regex row(R"(\| ([A-Z]{2})-(\d{2}) \|)");
  return find_all(contents(PROJECT_FOLDER "/docs/behaviours.md"), row);
}

Ids tested() {
  // A disabled test is none.
  static const std::regex name(R"(TEST(?:_F|_P)?\(\w+,\s*([A-Z]{2})(\d{2})_)");
  Ids ids;
  for (const char* folder : {"chaos", "report", "schedules", "validation", "widget_core", "work",
                             "worker", "workflow"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(PROJECT_FOLDER "/tests") / folder)) {
      if (entry.path().extension() == ".cpp") {
        ids.merge(find_all(contents(entry.path()), name));
      }
    }
  }
  return ids;
}

TEST(BehaviourListTest, EachRowHasATestAndEachTestARow) {
  ASSERT_GE(listed().size(), 70U) << "the list was not read";
  EXPECT_EQ(listed(), tested());
}

}  // namespace
}  // namespace orbbench::tests
