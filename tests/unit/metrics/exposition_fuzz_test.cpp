#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <random>
#include <string>
#include <string_view>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {
namespace {

constexpr std::string_view kSeedPage =
    "# HELP h help \\\\ \\n\n# TYPE h histogram\nh_bucket{a=\"\\\"\",le=\"1\"} 1\n"
    "h_bucket{a=\"\\\"\",le=\"+Inf\"} 2 123\r\nh_sum{a=\"\\\"\"} 0x1p3\nh_count{a=\"\\\"\",} 2\n"
    "# TYPE c counter\nc{x=\"\xC3\xA4\"} 1e3\n\n g  -Inf -5";

constexpr std::array<std::string_view, 24> kFragments = {
    "{",    "}",     "\"",    "\\",      ",",       "=",        "#",   "\n",
    "\r\n", " ",     "\t",    "# TYPE ", "# HELP ", "NaN",      "Inf", "0x",
    "p1",   "e9999", "le=\"", "_bucket", "\xFF",    "\xE2\x82", "-",   "1"};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string page) {
    for (std::size_t change = below(8) + 1; change > 0; --change) {
      const std::size_t place = below(page.size() + 1);
      switch (below(4)) {
        case 0:
          page.erase(place, below(6));
          break;
        case 1:
          page.insert(place, kFragments[below(kFragments.size())]);
          break;
        case 2:
          page.insert(place, 1, static_cast<char>(below(256)));
          break;
        default:
          page.insert(place, page.substr(below(page.size() + 1), below(40)));
      }
    }
    return page;
  }

 private:
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  std::mt19937 random_;
};

/// Length of a line of the page, without its line feed, or nothing if there is no such line.
std::size_t line_length(std::string_view page, std::size_t line) {
  for (; line > 1; --line) {
    page.remove_prefix(page.find('\n') + 1);
  }
  return std::min(page.find('\n'), page.size());
}

TEST(ExpositionFuzzTest, TakesOrRefusesEveryMutationAtAPlaceOnThePage) {
  Mutator mutator(20240229);
  int taken = 0;
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string page = mutator.mutate(std::string(kSeedPage));
    try {
      parse_exposition(page);
      ++taken;
    } catch (const ParseError& error) {
      ++refused;
      const auto lines = static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n')) + 1;
      ASSERT_GE(error.line(), 1U);
      ASSERT_LE(error.line(), lines) << page;
      ASSERT_GE(error.column(), 1U);
      ASSERT_LE(error.column(), line_length(page, error.line()) + 1) << error.what() << "\n"
                                                                     << page;
    }
  }
  EXPECT_GT(taken, 100);
  EXPECT_GT(refused, 100);
}

TEST(ExpositionFuzzTest, RefusesEveryCutPageOnItsLastLineOrForItsHistogram) {
  for (std::size_t length = 0; length < kSeedPage.size(); ++length) {
    const std::string_view page = kSeedPage.substr(0, length);
    try {
      parse_exposition(page);
    } catch (const ParseError& error) {
      const auto last = static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n')) + 1;
      const bool lacks_infinity =
          std::string_view(error.what()).find("lacks its bucket") != std::string_view::npos;
      EXPECT_TRUE(error.line() == last || lacks_infinity) << error.what();
    }
  }
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string page;
  for (std::size_t turn = 0; turn < times; ++turn) {
    page += text;
  }
  return page;
}

std::string numbered_lines(std::string_view before, std::string_view after, std::size_t lines) {
  std::string page;
  for (std::size_t line = 0; line < lines; ++line) {
    page.append(before).append(std::to_string(line)).append(after);
  }
  return page;
}

/// Of this thread: what else the machine does must not count.
std::chrono::nanoseconds processor_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::nanoseconds parse_time(const std::string& page) {
  const auto start = processor_time();
  try {
    parse_exposition(page);
  } catch (const ParseError&) {
    // Refusing must be quick as well.
  }
  return processor_time() - start;
}

/// Pages that grow in the dimension that a careless parser squares.
const std::array<std::string (*)(std::size_t), 8> kGrowingPages = {
    [](std::size_t size) { return numbered_lines("a", " 1\n", size); },
    [](std::size_t size) { return numbered_lines("a{x=\"", "\"} 1\n", size); },
    [](std::size_t size) { return "a{" + numbered_lines("x", "=\"\",", size) + "} 1\n"; },
    [](std::size_t size) { return "a{x=\"" + repeated("\\\\", size * 5) + "\"} 1\n"; },
    [](std::size_t size) { return "a " + repeated("1", size * 10) + "\n"; },
    [](std::size_t size) { return "a 0." + repeated("0", size * 10) + "1e5\n"; },
    [](std::size_t size) { return repeated("\r\n#\n", size * 2); },
    [](std::size_t size) { return numbered_lines("# TYPE a", " histogram\n", size); },
};

class ExpositionTimeTest : public ::testing::TestWithParam<std::size_t> {};

// Sixteen times the page takes 256 times as long where the time is quadratic. Best of three, since
// caches are shared with what else the machine does.
TEST_P(ExpositionTimeTest, GrowsWithTheLengthOfThePage) {
  const auto make_page = kGrowingPages.at(GetParam());
  auto small = std::chrono::nanoseconds::max();
  auto large = std::chrono::nanoseconds::max();
  for (int turn = 0; turn < 3; ++turn) {
    small = std::min(small, parse_time(make_page(2'000)));
    large = std::min(large, parse_time(make_page(32'000)));
  }
  EXPECT_LT(large, std::max(small, std::chrono::nanoseconds(100'000)) * 100);
}

INSTANTIATE_TEST_SUITE_P(Exposition, ExpositionTimeTest,
                         ::testing::Range(std::size_t{0}, kGrowingPages.size()));

}  // namespace
}  // namespace orbbench::metrics
