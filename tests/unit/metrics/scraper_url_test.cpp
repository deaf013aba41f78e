#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "orbbench/metrics/scraper.hpp"

namespace orbbench::metrics {
namespace {

struct Reading {
  std::string text;
  std::string url;
};

std::ostream& operator<<(std::ostream& out, const Reading& parameter) {
  return out << parameter.text;
}

class ScraperUrlTest : public ::testing::TestWithParam<Reading> {};

TEST_P(ScraperUrlTest, CompletesTheUrl) {
  EXPECT_EQ(Scraper(GetParam().text).url(), GetParam().url);
}

INSTANTIATE_TEST_SUITE_P(
    Urls, ScraperUrlTest,
    ::testing::Values(Reading{"http://localhost:9091/metrics", "http://localhost:9091/metrics"},
                      Reading{"http://localhost:9091", "http://localhost:9091/metrics"},
                      Reading{"http://core.example", "http://core.example:80/metrics"},
                      Reading{"http://[::1]:9091", "http://[::1]:9091/metrics"},
                      Reading{"http://[fe80::a%eth0]/x", "http://[fe80::a%eth0]:80/x"},
                      Reading{"http://h:65535/", "http://h:65535/"},
                      Reading{"http://h/a/b?c=d:e@f", "http://h:80/a/b?c=d:e@f"},
                      Reading{"http://h?c=d", "http://h:80/?c=d"}));

class ScraperBadUrlTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ScraperBadUrlTest, IsRefusedInOneLine) {
  try {
    const Scraper scraper(GetParam());
    FAIL() << "taken as " << scraper.url();
  } catch (const ScrapeError& error) {
    const std::string message = error.what();
    EXPECT_THAT(message, ::testing::HasSubstr("expected http://host[:port][/path]"));
    EXPECT_EQ(message.find_first_of("\r\n"), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Urls, ScraperBadUrlTest,
                         ::testing::Values("", "localhost:9091", "https://localhost:9091",
                                           "HTTP//x", "http://", "http://:9091", "http:///metrics",
                                           "http://h:", "http://h:0", "http://h:65536",
                                           "http://h:9a", "http://h:-1", "http://h:+1",
                                           "http://::1", "http://[::1", "http://[]", "http://[h]",
                                           "http://[::1]9091", "http://u:p@h/", "http://u@h/",
                                           "http://h/a b", "http://h/a\r\nX: y", "http://h/#x",
                                           "http://h\x80/", "corbaloc::h:1"));

TEST(ScraperUrlTest, RefusesATimeoutThatLeavesNoTime) {
  ScrapeLimits limits;
  limits.timeout = std::chrono::milliseconds(0);
  EXPECT_THROW(Scraper("http://h", limits), ScrapeError);
}

}  // namespace
}  // namespace orbbench::metrics
