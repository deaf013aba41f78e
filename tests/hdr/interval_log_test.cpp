#include "orbbench/metrics/interval_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "recorded_values.hpp"

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr LogTime kStarted{1'441'812'279'474ms};
constexpr const char* kVersion = "#[Histogram log format version 1.3]\n";
constexpr const char* kBlob =
    "HISTFAAAAC94nJNpmSzMwMDAzwABzFCaEch0M9ixgMH+A1SEhZXpszzL/j5Gpsu3mZgArZcIfQ==";

LogInterval interval_of(LogTime start, const std::vector<std::int64_t>& values,
                        const std::string& tag = "") {
  // What a log gives back of a histogram has lost what its counts do not tell.
  return {tag, start, 1000ms, LatencyHistogram::from_counts(histogram_of(values).counts())};
}

std::vector<LogInterval> read_all(const std::string& text) {
  std::istringstream log(text);
  IntervalLogReader reader(log);
  std::vector<LogInterval> intervals;
  while (auto interval = reader.next()) {
    intervals.push_back(std::move(*interval));
  }
  return intervals;
}

std::string refusal_of(const std::string& text) {
  try {
    read_all(text);
  } catch (const IntervalLogError& error) {
    return error.what();
  }
  return "read";
}

class IntervalLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "orbbench-hdr.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path path() const { return folder_ / "calls.hlog"; }

  std::string text() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(IntervalLogTest, WritesTheLinesThatItsFormatAsksFor) {
  IntervalLogWriter writer(path(), kStarted);
  const auto seven = histogram_of({1, 1, 5, 2048, 2049, 1'000'000, 3'600'000'000'000});
  writer.append({"A", kStarted + 127ms, 1007ms, seven});
  const std::string blob = encode_hdr_base64(seven);
  EXPECT_EQ(text(),
            "#[Histogram log format version 1.3]\n"
            "#[StartTime: 1441812279.474 (seconds since epoch), 2015-09-09T15:24:39Z]\n"
            "#[BaseTime: 1441812279.474 (seconds since epoch)]\n"
            "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
            "\"Interval_Compressed_Histogram\"\n"
            "Tag=A,0.127,1.007,3600000.000," +
                blob + "\n");
}

TEST_F(IntervalLogTest, ReadsBackWhatWasAppended) {
  const std::vector<LogInterval> intervals{
      interval_of(kStarted, call_values(1, 300)),
      interval_of(kStarted + 1s, call_values(2, 300), "core/echo"),
      interval_of(kStarted + 2001ms, {}),
      interval_of(kStarted - 5ms, spread_values(4, 300), "floor")};
  IntervalLogWriter writer(path(), kStarted);
  for (const LogInterval& interval : intervals) {
    writer.append(interval);
  }
  EXPECT_EQ(read_all(text()), intervals);
}

TEST_F(IntervalLogTest, HoldsEachIntervalOnceItIsAppended) {
  IntervalLogWriter writer(path(), kStarted);
  for (unsigned number = 1; number <= 3; ++number) {
    writer.append(interval_of(kStarted + number * 1s, call_values(number, 20)));
    EXPECT_EQ(read_all(text()).size(), number);
  }
}

TEST_F(IntervalLogTest, HoldsAllThatWasAppendedWhenItsWriterIsKilled) {
  const pid_t writing = fork();
  ASSERT_GE(writing, 0);
  if (writing == 0) {
    IntervalLogWriter writer(path(), kStarted);
    writer.append(interval_of(kStarted, {5}));
    writer.append(interval_of(kStarted + 1s, {6}));
    raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(writing, &status, 0), writing);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(read_all(text()).size(), 2U);
}

TEST_F(IntervalLogTest, ReadsAllButTheTornLineWhereverTheWriterWasKilled) {
  IntervalLogWriter writer(path(), kStarted);
  writer.append(interval_of(kStarted, {5}));
  const std::string before = text();
  writer.append(interval_of(kStarted + 1s, {6}));
  const std::string whole = text();
  for (std::size_t length = before.size() + 1; length + 1 < whole.size(); ++length) {
    std::istringstream log(whole.substr(0, length));
    IntervalLogReader reader(log);
    ASSERT_TRUE(reader.next().has_value());
    ASSERT_FALSE(reader.next().has_value()) << length;
    ASSERT_EQ(reader.torn_line(), 6U) << length;
  }
}

TEST_F(IntervalLogTest, ReadsAWholeLastLineThatLacksOnlyItsEnd) {
  IntervalLogWriter writer(path(), kStarted);
  writer.append(interval_of(kStarted, {5}));
  const std::string whole = text();
  std::istringstream log(whole.substr(0, whole.size() - 1));
  IntervalLogReader reader(log);
  EXPECT_EQ(reader.next(), interval_of(kStarted, {5}));
  EXPECT_EQ(reader.next(), std::nullopt);
  EXPECT_EQ(reader.torn_line(), std::nullopt);
}

TEST_F(IntervalLogTest, ReplacesAnOlderLog) {
  IntervalLogWriter(path(), kStarted).append(interval_of(kStarted, {5}));
  const IntervalLogWriter writer(path(), kStarted);
  EXPECT_TRUE(read_all(text()).empty());
}

TEST_F(IntervalLogTest, RefusesATagThatWouldBreakTheLine) {
  IntervalLogWriter writer(path(), kStarted);
  const std::string before = text();
  for (const char* tag : {"a,b", "a b", "a\nb", "a\tb"}) {
    EXPECT_THROW(writer.append(interval_of(kStarted, {5}, tag)), std::invalid_argument) << tag;
  }
  EXPECT_EQ(text(), before);
}

TEST_F(IntervalLogTest, SaysWhyTheFileCannotBeWritten) {
  try {
    IntervalLogWriter writer(path() / "none" / "x.hlog", kStarted);
    ADD_FAILURE() << "written";
  } catch (const IntervalLogError& error) {
    EXPECT_THAT(error.what(), StartsWith("cannot write "));
    EXPECT_THAT(error.what(), HasSubstr("No such file or directory"));
  }
}

TEST_F(IntervalLogTest, SaysWhenTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) {
    GTEST_SKIP() << "no /dev/full here";
  }
  EXPECT_THROW(IntervalLogWriter("/dev/full", kStarted), IntervalLogError);
}

TEST(IntervalLogReaderTest, PassesOverOtherComments) {
  const auto intervals = read_all(
      "#[Logged by another program]\n"
      "#[Histogram log format version 1.2]\r\n"
      "#\n\n"
      "0.127,1.007,2.769," +
      std::string(kBlob) + "\r\n");
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].histogram.count(), 7U);
  EXPECT_EQ(intervals[0].length, 1007ms);
}

struct Base {
  const char* name;
  const char* comments;
  const char* stamp;
  LogTime start;
};

class LogBaseTest : public ::testing::TestWithParam<Base> {};

TEST_P(LogBaseTest, GivesTheTimeThatJavasReaderTakesItFor) {
  const auto intervals = read_all(std::string(kVersion) + GetParam().comments + GetParam().stamp +
                                  ",1.000,2.769," + kBlob + "\n");
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].start, GetParam().start);
}

constexpr const char* kStartLine = "#[StartTime: 1441812279.474 (seconds since epoch), Wed]\n";

INSTANTIATE_TEST_SUITE_P(
    Comments, LogBaseTest,
    ::testing::Values(Base{"base", "#[BaseTime: 1441812270.000 (seconds since epoch)]\n", "9.601",
                           LogTime{1'441'812'279'601ms}},
                      Base{"base_and_start",
                           "#[BaseTime: 1441812270.000 (seconds since epoch)]\n"
                           "#[StartTime: 1441812279.474 (seconds since epoch), Wed]\n",
                           "9.601", LogTime{1'441'812'279'601ms}},
                      Base{"start_and_offset", kStartLine, "0.127", LogTime{1'441'812'279'601ms}},
                      Base{"start_and_absolute", kStartLine, "1441812279.601",
                           LogTime{1'441'812'279'601ms}},
                      Base{"neither", "", "1441812279.601", LogTime{1'441'812'279'601ms}}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

struct Refusal {
  const char* name;
  std::string lines;
  const char* refusal;
};

class LogRefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(LogRefusalTest, NamesTheLineAndWhatIsWrong) {
  EXPECT_EQ(refusal_of(GetParam().lines), GetParam().refusal);
}

const std::string kGood = "0.127,1.007,2.769," + std::string(kBlob) + "\n";
const std::string kLog = kVersion + kGood;
constexpr const char* kNoInterval =
    "line 3: not an interval: start, length, largest value, histogram";

INSTANTIATE_TEST_SUITE_P(
    Lines, LogRefusalTest,
    ::testing::Values(Refusal{"empty", "", "line 1: the log ends before the version of its format"},
                      Refusal{"only_torn", "#[Histogram lo",
                              "line 2: the log ends before the version of its format"},
                      Refusal{"no_version", kGood,
                              "line 1: an interval before the version of the log's format"},
                      Refusal{"other_version", "#[Histogram log format version 2.0]\n",
                              "line 1: neither format 1.2 nor 1.3 of a histogram log"},
                      Refusal{"bad_time", "#[StartTime: soon]\n", "line 1: not a time in seconds"},
                      Refusal{"text", kLog + "hello\n" + kGood, kNoInterval},
                      Refusal{"no_start", kLog + "x,1.007,2.769,HIST\n", kNoInterval},
                      Refusal{"negative_length", kLog + "0.127,-1.007,2.769,HIST\n", kNoInterval},
                      Refusal{"no_number", kLog + "nan,1.007,2.769,HIST\n", kNoInterval},
                      Refusal{"too_late", kLog + "1e30,1.007,2.769,HIST\n", kNoInterval},
                      Refusal{"no_histogram", kLog + "0.127,1.007,2.769\n",
                              "line 3: the histogram ends within its header"},
                      Refusal{"torn_within", kLog + "0.127,1.007,2.769,HISTFAAAA\n" + kGood,
                              "line 3: not base64"},
                      Refusal{"endless_line", kLog + std::string(600'000, '0') + "\n",
                              "line 3: longer than 512 KiB"}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(IntervalLogReaderTest, HasNothingMoreAfterAnError) {
  std::istringstream log(kLog + "hello\n" + kGood);
  IntervalLogReader reader(log);
  EXPECT_TRUE(reader.next().has_value());
  EXPECT_THROW(reader.next(), IntervalLogError);
  EXPECT_EQ(reader.next(), std::nullopt);
}

}  // namespace
}  // namespace orbbench::metrics
