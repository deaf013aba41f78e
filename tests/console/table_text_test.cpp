#include "tables/table_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace orbbench::console {
namespace {

using testing::ElementsAre;

const std::vector<Column> kColumns{{"Name"}, {"Count", Alignment::Right}};

TEST(TableTextTest, CsvIsThatOfRfc4180) {
  const Row plain{.key = "1", .cells = {"a", "1"}};
  const Row odd{.key = "2", .cells = {"say \"hi\", twice\r\nplease", ""}};
  EXPECT_EQ(to_csv(kColumns, {&plain, &odd}),
            "Name,Count\r\na,1\r\n\"say \"\"hi\"\", twice\r\nplease\",\r\n");
}

TEST(TableTextTest, ARowThatIsTooShortHasEmptyCells) {
  const Row row{.key = "1", .cells = {"a"}};
  EXPECT_EQ(to_csv(kColumns, {&row}), "Name,Count\r\na,\r\n");
}

TEST(TableTextTest, TheClipboardsTextKeepsToItsLinesAndColumns) {
  const Row row{.key = "1", .cells = {"a\tb\nc", "1"}};
  EXPECT_EQ(to_tabbed(kColumns, {&row}), "Name\tCount\na b c\t1\n");
}

TEST(TableTextTest, NumbersAreSortedAsNumbersAndBeforeTexts) {
  std::vector<std::string> cells{"b", "10 ms", "-", "9", "a", "-2.5", "1e3", "10 kB", "nan"};
  std::sort(cells.begin(), cells.end(), comes_first);
  EXPECT_THAT(cells, ElementsAre("-2.5", "9", "10 kB", "10 ms", "1e3", "-", "a", "b", "nan"));
}

}  // namespace
}  // namespace orbbench::console
