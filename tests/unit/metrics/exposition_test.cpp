#include "orbbench/metrics/exposition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace orbbench::metrics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Sample only_sample(std::string_view page) {
  const Exposition exposition = parse_exposition(page);
  EXPECT_THAT(exposition.samples(), SizeIs(1)) << page;
  return exposition.samples().empty() ? Sample{} : exposition.samples().front();
}

std::vector<std::string> names(const Exposition& page) {
  std::vector<std::string> found;
  for (const Sample& sample : page.samples()) {
    found.push_back(sample.name);
  }
  return found;
}

TEST(ExpositionTest, TakesThePageOfTheFormatDescription) {
  const Exposition page =
      parse_exposition(R"(# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

# A histogram, which has a pretty complex representation in the text format:
# HELP http_request_duration_seconds A histogram of the request duration.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="0.1"} 33444
http_request_duration_seconds_bucket{le="+Inf"} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320

# Finally a summary, which has a complex representation, too:
# HELP rpc_duration_seconds A summary of the RPC duration in seconds.
# TYPE rpc_duration_seconds summary
rpc_duration_seconds{quantile="0.01"} 3102
rpc_duration_seconds{quantile="0.99"} 76656
rpc_duration_seconds_sum 1.7560473e+07
rpc_duration_seconds_count 2693
)");
  EXPECT_THAT(page.samples(), SizeIs(14));
  EXPECT_EQ(page.value("http_requests_total", {{"code", "400"}, {"method", "post"}}), 3);
  EXPECT_EQ(page.samples()[0].timestamp_ms, 1395066363000);
  EXPECT_EQ(page.samples()[2].labels.at("path"), "C:\\DIR\\FILE.TXT");
  EXPECT_EQ(page.samples()[2].labels.at("error"), "Cannot find file:\n\"FILE.TXT\"");
  EXPECT_EQ(page.samples()[4].value, kInfinity);
  EXPECT_EQ(page.samples()[4].timestamp_ms, -3982045);
  EXPECT_EQ(page.value("rpc_duration_seconds_sum", {}), 1.7560473e+07);
  ASSERT_THAT(page.families(), SizeIs(6));
  EXPECT_EQ(page.families()[0].help, "The total number of HTTP requests.");
  EXPECT_EQ(page.families()[0].type, FamilyType::Counter);
  EXPECT_EQ(page.families()[1].type, FamilyType::Untyped);
  EXPECT_EQ(page.families()[4].type, FamilyType::Histogram);
  EXPECT_EQ(page.families()[5].name, "rpc_duration_seconds");
  EXPECT_EQ(page.families()[5].type, FamilyType::Summary);
}

TEST(ExpositionTest, KeepsSamplesInPageOrder) {
  const Exposition page = parse_exposition("b 1\na{x=\"2\"} 2\na{x=\"1\"} 3\nc 4\n");
  EXPECT_THAT(names(page), ElementsAre("b", "a", "a", "c"));
  const auto found = page.named("a");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0]->labels.at("x"), "2");
  EXPECT_EQ(found[1]->labels.at("x"), "1");
}

TEST(ExpositionTest, FindsASampleByExactlyItsLabels) {
  const Exposition page = parse_exposition("a{x=\"1\"} 2\na{x=\"1\",y=\"\"} 3\n");
  EXPECT_EQ(page.value("a", {{"x", "1"}}), 2);
  EXPECT_EQ(page.value("a", {{"x", "1"}, {"y", ""}}), 3);
  EXPECT_EQ(page.value("a", {}), std::nullopt);
  EXPECT_EQ(page.value("b", {{"x", "1"}}), std::nullopt);
}

struct Layout {
  std::string name;
  std::string page;
};

std::ostream& operator<<(std::ostream& out, const Layout& parameter) {
  return out << parameter.name;
}

class ExpositionLayoutTest : public ::testing::TestWithParam<Layout> {};

// Each page holds a{x="y"} 1 and nothing else.
TEST_P(ExpositionLayoutTest, ReadsTheSameSample) {
  const Sample sample = only_sample(GetParam().page);
  EXPECT_EQ(sample.name, "a");
  EXPECT_EQ(sample.labels, (Labels{{"x", "y"}}));
  EXPECT_EQ(sample.value, 1);
  EXPECT_EQ(sample.timestamp_ms, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(
    Exposition, ExpositionLayoutTest,
    ::testing::Values(
        Layout{"Plain", "a{x=\"y\"} 1\n"}, Layout{"NoFinalNewline", "a{x=\"y\"} 1"},
        Layout{"CarriageReturns", "\r\na{x=\"y\"} 1\r\n\r\n"},
        Layout{"TrailingComma", "a{x=\"y\",} 1\n"},
        Layout{"TrailingCommaAndBlanks", "a{x=\"y\" , } 1\n"},
        Layout{"BlanksEverywhere", " \ta \t{\t x \t=\t \"y\" \t}\t 1 \t\n"},
        Layout{"NoBlankAfterLabels", "a{x=\"y\"}1\n"},
        Layout{"BlankLines", "\n \n\t\na{x=\"y\"} 1\n\n\n"},
        Layout{"Comments", "#\n#x\n  # y { \" \\ z\n##\n# HELPX a\na{x=\"y\"} 1\n# end"},
        Layout{"HelpWithoutText", "# HELP a\na{x=\"y\"} 1\n"},
        Layout{"BlanksAroundKeywords", "\t#\tHELP \t a \t\n#TYPE\ta\tgauge \na{x=\"y\"} 1\n"},
        Layout{"TypeBeforeHelp", "# TYPE a gauge\n# HELP a b\na{x=\"y\"} 1\n"},
        Layout{"HelpAfterSamples", "a{x=\"y\"} 1\n# HELP a b\n"}),
    [](const auto& layout) { return layout.param.name; });

TEST(ExpositionTest, TakesAnEmptyPage) {
  for (const char* page : {"", "\n", "# nothing", "\r\n", " "}) {
    EXPECT_THAT(parse_exposition(page).samples(), IsEmpty()) << page;
  }
}

TEST(ExpositionTest, TakesEveryLetterOfANameAndColonsInMetricNames) {
  EXPECT_EQ(only_sample(":a:Z_9: 1").name, ":a:Z_9:");
  EXPECT_EQ(only_sample("_ 1").name, "_");
  EXPECT_EQ(only_sample("a{_Z9=\"\"} 1").labels, (Labels{{"_Z9", ""}}));
  EXPECT_EQ(only_sample("NaN 1").name, "NaN");
}

TEST(ExpositionTest, UndoesEscapesInHelpAndLabelValues) {
  const Exposition page =
      parse_exposition("# HELP a one\\ntwo \\\\n \"three\" \t \na{x=\"\\\\n\\n\\\"}{,#=\"} 1\n");
  EXPECT_EQ(page.families()[0].help, "one\ntwo \\n \"three\"");
  EXPECT_EQ(page.samples()[0].labels.at("x"), "\\n\n\"}{,#=");
}

TEST(ExpositionTest, TakesEveryCharacterInLabelValues) {
  const std::string value(
      "\0\x01\t\r\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEF\xBF\xBF"
      "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
      26);
  EXPECT_EQ(only_sample("a{x=\"" + value + "\"} 1\r\n").labels.at("x"), value);
}

struct Number {
  std::string text;
  double value;
};

std::ostream& operator<<(std::ostream& out, const Number& parameter) {
  return out << parameter.text;
}

class ExpositionNumberTest : public ::testing::TestWithParam<Number> {};

TEST_P(ExpositionNumberTest, ReadsTheValue) {
  const double value = only_sample("a " + GetParam().text).value;
  EXPECT_EQ(value, GetParam().value);
  EXPECT_EQ(std::signbit(value), std::signbit(GetParam().value));
}

INSTANTIATE_TEST_SUITE_P(
    Exposition, ExpositionNumberTest,
    ::testing::Values(
        Number{"0", 0}, Number{"-0", -0.0}, Number{"+1", 1}, Number{"-1.5", -1.5}, Number{"1.", 1},
        Number{".5", 0.5}, Number{"007", 7}, Number{"1e3", 1000}, Number{"1E+3", 1000},
        Number{"1e-3", 0.001}, Number{"0.1", 0.1}, Number{"9007199254740993", 9007199254740992},
        Number{"1.7976931348623157e308", std::numeric_limits<double>::max()},
        Number{"5e-324", std::numeric_limits<double>::denorm_min()}, Number{"1e-400", 0},
        Number{"-1e-99999999999999999999", -0.0}, Number{"0e99999999999999999999", 0},
        Number{"0." + std::string(400, '0') + "1e401", 1}, Number{"0x1p3", 8},
        Number{"-0X1.8P+1", -3}, Number{"0x.8p1", 1}, Number{"0xAp-1", 5}, Number{"0x1p-2000", 0},
        Number{"Inf", kInfinity}, Number{"+Inf", kInfinity}, Number{"-Inf", -kInfinity},
        Number{"inf", kInfinity}, Number{"-iNFINITY", -kInfinity}));

TEST(ExpositionTest, TakesNotANumberInAnyCase) {
  for (const char* text : {"NaN", "nan", "NAN"}) {
    EXPECT_TRUE(std::isnan(only_sample(std::string("a ") + text).value)) << text;
  }
}

TEST(ExpositionTest, TakesSignedTimestampsOverTheWholeRange) {
  EXPECT_EQ(only_sample("a 1 +7").timestamp_ms, 7);
  EXPECT_EQ(only_sample("a 1 9223372036854775807 ").timestamp_ms,
            std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(only_sample("a 1\t-9223372036854775808").timestamp_ms,
            std::numeric_limits<std::int64_t>::min());
}

TEST(ExpositionTest, PutsSuffixedSamplesIntoTheFamilyOfTheirHistogramOrSummary) {
  const Exposition page = parse_exposition(
      "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n"
      "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\n"
      "# TYPE c counter\nc 1\nc_sum 1\ns_bucket 3\n");
  std::vector<std::string> families;
  for (const Family& family : page.families()) {
    families.push_back(family.name);
  }
  EXPECT_THAT(families, ElementsAre("h", "s", "c", "c_sum", "s_bucket"));
}

TEST(ExpositionTest, KeepsTheBoundsOfDifferentSeriesOfAHistogramApart) {
  const Exposition page = parse_exposition(
      "# TYPE h histogram\n"
      "h_bucket{x=\"1\",le=\"1\"} 1\nh_bucket{x=\"1\",le=\"+Inf\"} 1\n"
      "h_bucket{le=\"0.5\",x=\"2\"} 1\nh_bucket{x=\"2\",le=\"inf\"} 1\n");
  EXPECT_THAT(page.samples(), SizeIs(4));
}

TEST(ExpositionTest, CopiesAsAValue) {
  const Exposition original = parse_exposition("a{x=\"1\"} 2\n");
  const Exposition copy = original;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(copy.value("a", {{"x", "1"}}), 2);
  EXPECT_NE(copy.named("a").front(), original.named("a").front());
}

}  // namespace
}  // namespace orbbench::metrics
