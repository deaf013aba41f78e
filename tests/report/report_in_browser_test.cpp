// The report as its readers have it: on a wide and on a narrow screen, light and dark, on paper.

#include <gmock/gmock.h>

#include "browser.hpp"
#include "report/run_reports.hpp"
#include "sample_runs.hpp"

namespace orbbench::tests {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class ReportInBrowserTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Browser::is_installed()) {
      GTEST_SKIP() << "no chromium-headless-shell here (Debian's chromium-headless-shell)";
    }
  }

  static std::vector<std::string> findings(const Browser::Look& look) {
    return look.checks.at("findings").get<std::vector<std::string>>();
  }

  static void expect_sound(const Browser::Look& look) {
    EXPECT_THAT(look.console, IsEmpty());
    ASSERT_FALSE(look.checks.is_null()) << "the page's checks did not end";
    EXPECT_THAT(findings(look), IsEmpty());
    // 1 of the validation's exposure, 2 of ratios, 2 of one load, 3 of a curve
    EXPECT_EQ(look.checks.at("charts"), 8);
  }

  Browser browser_;
  std::string page_ = bench::html_report(sample_runs());
};

TEST_F(ReportInBrowserTest, IsSoundOnAWideLightScreen) {
  const auto look = browser_.look_at(page_, {});
  expect_sound(look);
  EXPECT_GT(look.checks.at("pageLuminance"), 0.9);
}

TEST_F(ReportInBrowserTest, IsSoundOnADarkScreen) {
  const auto look = browser_.look_at(page_, {.dark = true});
  expect_sound(look);
  EXPECT_TRUE(look.checks.at("dark"));
  EXPECT_LT(look.checks.at("pageLuminance"), 0.05);
}

TEST_F(ReportInBrowserTest, IsSoundOnANarrowScreen) {
  expect_sound(browser_.look_at(page_, {.width = 400}));
}

TEST_F(ReportInBrowserTest, IsSoundOnANarrowDarkScreen) {
  expect_sound(browser_.look_at(page_, {.width = 400, .dark = true}));
}

TEST_F(ReportInBrowserTest, IsSoundWhenARunHasNothingToDraw) {
  const auto look = browser_.look_at(bench::html_report({}), {});
  EXPECT_THAT(look.console, IsEmpty());
  EXPECT_THAT(findings(look), IsEmpty());
}

TEST_F(ReportInBrowserTest, IsPrintedWithoutAnError) {
  std::vector<std::string> console;
  const std::string pdf = browser_.print(page_, console);
  EXPECT_THAT(console, IsEmpty());
  EXPECT_TRUE(pdf.starts_with("%PDF-"));
  EXPECT_GT(pdf.size(), 50'000U);
}

/// The checks themselves are checked: each must see what it is there for.
TEST_F(ReportInBrowserTest, ChecksSeeWhatIsWrongWithAPage) {
  const auto look = browser_.look_at(
      "<!DOCTYPE html><html><head></head><body><main><h1>One</h1><h3>Three</h3>"
      "<p style='color:#999'>pale</p><canvas></canvas><svg></svg><button></button>"
      "<a href='#nowhere'>link</a><p tabindex='3' style='width:3000px'>wide</p>"
      "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>"
      "<script>console.error('broken')</script></main></body></html>",
      {});
  EXPECT_THAT(look.console, Contains(HasSubstr("broken")));
  for (const char* rule :
       {"no language", "no title", "level is skipped", "contrast too low", "a picture has no text",
        "a drawing has no text", "a control has no name", "a link to nowhere", "order of focus",
        "wider than its window", "no caption", "no head", "has no scope", "row has no heading"}) {
    EXPECT_THAT(findings(look), Contains(HasSubstr(rule)));
  }
}

/// Each change takes away one thing that the page has for its readers.
TEST_F(ReportInBrowserTest, ChecksSeeWhatIsTakenFromTheReport) {
  const std::pair<const char*, const char*> changes[] = {
      {"--quiet: #57606a", "--quiet: #a8b0b8"},
      {"const dashes = [[], [7, 4]", "const dashes = [[], []"},
      {"min-height: 26px; }", "height: 9px; overflow: hidden; }"},
      {"spanGaps: false", "spanGaps: false, data: []"},
      {"<html lang=\"en\">", "<html>"}};
  for (const auto& [was, is] : changes) {
    std::string page = page_;
    const std::size_t at = page.find(was);
    ASSERT_NE(at, std::string::npos) << was;
    page.replace(at, std::string_view(was).size(), is);
    const auto look = browser_.look_at(page, {});
    EXPECT_FALSE(findings(look).empty() && look.console.empty()) << was;
  }
}

}  // namespace
}  // namespace orbbench::tests
