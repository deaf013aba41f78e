// org.HdrHistogram as another implementation of the formats, both ways.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/interval_log.hpp"
#include "recorded_values.hpp"

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;

constexpr std::array kShares{0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999};

/// What Java says of a histogram, in the order in which it says it.
struct Figures {
  std::uint64_t count = 0;
  std::int64_t min_ns = 0;
  std::int64_t max_ns = 0;
  std::array<std::int64_t, kShares.size()> quantiles_ns{};
  double mean_ns = 0;
};

std::istream& operator>>(std::istream& in, Figures& figures) {
  in >> figures.count >> figures.min_ns >> figures.max_ns;
  for (std::int64_t& quantile : figures.quantiles_ns) {
    in >> quantile;
  }
  return in >> figures.mean_ns;
}

/// Ours must know no more than its counts, as Java does.
void expect_same(const LatencyHistogram& ours, const Figures& java) {
  EXPECT_EQ(ours.count(), java.count);
  EXPECT_EQ(ours.min().count(), java.min_ns);
  EXPECT_EQ(ours.max().count(), java.max_ns);
  for (std::size_t at = 0; at < kShares.size(); ++at) {
    EXPECT_EQ(ours.quantile(kShares[at]).count(), java.quantiles_ns[at]) << kShares[at];
  }
  EXPECT_NEAR(ours.mean_ns(), java.mean_ns, 0.001 + 1e-9 * java.mean_ns);
}

LatencyHistogram counts_only(const std::vector<std::int64_t>& values) {
  return LatencyHistogram::from_counts(histogram_of(values).counts());
}

std::string hex_of_counts(const LatencyHistogram& histogram) {
  constexpr std::size_t kHeaderOctets = 40;
  const std::vector<std::uint8_t> octets = encode_hdr(histogram, HdrForm::Plain);
  std::string text;
  for (std::size_t at = kHeaderOctets; at < octets.size(); ++at) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", unsigned{octets[at]});
    text += digits.data();
  }
  return text;
}

class JavaHistogramTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // The oracle is started from its source, which takes the compiler.
    for (const char* needed : {ORBBENCH_JAVA, ORBBENCH_JAVAC, ORBBENCH_HDR_JAR}) {
      if (!std::filesystem::exists(needed)) {
        GTEST_SKIP() << "needs openjdk-17-jdk-headless and libhdrhistogram-java";
      }
    }
    std::string pattern = std::filesystem::temp_directory_path() / "orbbench-hdr.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }

  void TearDown() override {
    if (!folder_.empty()) {
      std::filesystem::remove_all(folder_);
    }
  }

  std::string path(const char* name) const { return folder_ / name; }

  /// What it prints; a failure of the test when it fails.
  static std::string java(const std::string& arguments) {
    const std::string command =
        std::string("'" ORBBENCH_JAVA "' -Xshare:auto -cp '" ORBBENCH_HDR_JAR "' ") + arguments;
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
      ADD_FAILURE() << "cannot start " << command;
      return "";
    }
    std::string text;
    std::array<char, 4096> part{};
    for (std::size_t got = 1; got > 0; text.append(part.data(), got)) {
      got = std::fread(part.data(), 1, part.size(), pipe);
    }
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return text;
  }

  static std::istringstream oracle(const std::string& arguments) {
    return std::istringstream(java("'" ORBBENCH_HDR_ORACLE "' " + arguments));
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(JavaHistogramTest, CountsOursAsItsOwnOfTheSameValues) {
  const std::vector<std::vector<std::int64_t>> recorded{
      spread_values(1, 20'000), call_values(2, 200'000), spread_values(3, 7), {}, {0, 0, 1},
      {3'590'000'000'000}};
  std::ofstream histograms(path("histograms"));
  std::ofstream values(path("values"));
  for (const std::vector<std::int64_t>& those : recorded) {
    histograms << encode_hdr_base64(histogram_of(those)) << '\n';
    std::copy(those.begin(), those.end(), std::ostream_iterator<std::int64_t>(values, " "));
    values << '\n';
  }
  histograms.close();
  values.close();
  auto answer = oracle("compare " + path("histograms") + ' ' + path("values"));
  for (const std::vector<std::int64_t>& those : recorded) {
    std::uint64_t differing = 1;
    Figures figures;
    ASSERT_TRUE(answer >> differing >> figures);
    EXPECT_EQ(differing, 0U);
    EXPECT_EQ(figures.count, those.size());
    expect_same(counts_only(those), figures);
  }
}

TEST_F(JavaHistogramTest, WritesWhatIsReadExactlyOrRefused) {
  const std::map<std::string, std::string> refusals{
      {"two-digits", "a histogram with 2 digits from 1 up is not read, only one with 3 from 1 up"},
      {"from-a-microsecond",
       "a histogram with 3 digits from 1000 up is not read, only one with 3 from 1 up"},
      {"above-an-hour", "the histogram holds a value above 1 h"},
      {"double", "not an HdrHistogram in V2 encoding"}};
  auto answer = oracle("write");
  int read = 0;
  int refused = 0;
  for (std::string line; std::getline(answer, line);) {
    std::istringstream fields(line);
    std::string name;
    std::string blob;
    std::string counts;
    Figures figures;
    fields >> name >> blob >> counts >> figures;
    SCOPED_TRACE(name);
    try {
      const LatencyHistogram histogram = decode_hdr_base64(blob);
      expect_same(histogram, figures);
      EXPECT_EQ(hex_of_counts(histogram), counts);
      ++read;
    } catch (const HdrError& error) {
      ASSERT_TRUE(refusals.contains(name)) << error.what();
      EXPECT_EQ(error.what(), refusals.at(name));
      ++refused;
    }
  }
  EXPECT_EQ(read, 7);
  EXPECT_EQ(refused, 4);
}

TEST_F(JavaHistogramTest, WritesALogThatIsRead) {
  auto answer = oracle("write-log " + path("java.hlog"));
  std::ifstream log(path("java.hlog"));
  IntervalLogReader reader(log);
  for (int line = 0; line < 4; ++line) {
    std::string tag;
    std::int64_t start_ms = 0;
    std::int64_t length_ms = 0;
    Figures figures;
    ASSERT_TRUE(answer >> tag >> start_ms >> length_ms >> figures);
    const auto interval = reader.next();
    ASSERT_TRUE(interval.has_value());
    EXPECT_EQ(interval->tag, tag == "-" ? "" : tag);
    EXPECT_EQ(interval->start.time_since_epoch().count(), start_ms);
    EXPECT_EQ(interval->length.count(), length_ms);
    expect_same(interval->histogram, figures);
  }
  EXPECT_FALSE(reader.next().has_value());
  EXPECT_FALSE(reader.torn_line().has_value());
}

class JavaReadsOurLogTest : public JavaHistogramTest {
 protected:
  static constexpr LogTime kStarted{1'790'000'000'123ms};

  void SetUp() override {
    JavaHistogramTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    IntervalLogWriter writer(path("ours.hlog"), kStarted);
    for (const LogInterval& interval : intervals_) {
      writer.append(interval);
    }
  }

  const std::vector<LogInterval> intervals_{
      {"", kStarted, 1000ms, counts_only(call_values(1, 3000))},
      {"floor", kStarted, 1000ms, counts_only(call_values(2, 3000))},
      {"", kStarted + 1000ms, 1001ms, counts_only(spread_values(3, 3000))},
      {"floor", kStarted + 1000ms, 1001ms, counts_only({7'000'000})},
      {"", kStarted + 2001ms, 999ms, counts_only({})}};
};

TEST_F(JavaReadsOurLogTest, EachIntervalIsTheSame) {
  auto answer = oracle("read-log " + path("ours.hlog"));
  for (const LogInterval& interval : intervals_) {
    std::string tag;
    std::int64_t start_ms = 0;
    std::int64_t length_ms = 0;
    Figures figures;
    ASSERT_TRUE(answer >> tag >> start_ms >> length_ms >> figures);
    EXPECT_EQ(tag, interval.tag.empty() ? "-" : interval.tag);
    // HistogramLogReader cuts the seconds off to milliseconds in binary: 1.001 s becomes 1000 ms.
    EXPECT_LE(std::abs(start_ms - interval.start.time_since_epoch().count()), 1);
    EXPECT_LE(std::abs(length_ms - interval.length.count()), 1);
    expect_same(interval.histogram, figures);
  }
}

/// What HdrHistogram's own program prints last: "#[Max = <ms>, Total count = <n>]".
struct Summary {
  double largest_ms = 0;
  std::uint64_t count = 0;
};

Summary summary_in(const std::string& report) {
  Summary summary;
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    unsigned long count = 0;
    if (std::sscanf(line.c_str(), "#[Max = %lf, Total count = %lu]", &summary.largest_ms, &count) ==
        2) {
      summary.count = count;
    }
  }
  return summary;
}

TEST_F(JavaReadsOurLogTest, ItsLogProcessorAddsUpTheIntervalsOfATag) {
  const std::string command = "org.HdrHistogram.HistogramLogProcessor -i " + path("ours.hlog");
  const Summary untagged = summary_in(java(command));
  EXPECT_EQ(untagged.count, 6000U);
  LatencyHistogram merged = intervals_[0].histogram;
  merged.merge(intervals_[2].histogram);
  EXPECT_NEAR(untagged.largest_ms, static_cast<double>(merged.max().count()) / 1e6, 0.001);
  EXPECT_EQ(summary_in(java(command + " -tag floor")).count, 3001U);
}

}  // namespace
}  // namespace orbbench::metrics
