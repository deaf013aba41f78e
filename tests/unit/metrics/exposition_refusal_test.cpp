#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {
namespace {

struct Refusal {
  std::string name;
  std::string page;
  std::size_t line;
  std::size_t column;
  std::string problem;  ///< a part of the message
};

std::ostream& operator<<(std::ostream& out, const Refusal& parameter) {
  return out << parameter.name;
}

class ExpositionRefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(ExpositionRefusalTest, NamesLineColumnAndWhatWasExpected) {
  const Refusal& refusal = GetParam();
  try {
    parse_exposition(refusal.page);
    FAIL() << "the page was taken";
  } catch (const ParseError& error) {
    EXPECT_EQ(error.line(), refusal.line) << error.what();
    EXPECT_EQ(error.column(), refusal.column) << error.what();
    const std::string message = error.what();
    EXPECT_THAT(message, ::testing::HasSubstr(refusal.problem));
    EXPECT_THAT(message,
                ::testing::StartsWith("line " + std::to_string(refusal.line) + ", column " +
                                      std::to_string(refusal.column) + ": "));
    EXPECT_EQ(message.find_first_of("\r\n"), std::string::npos) << message;
  }
}

std::string name_of(const ::testing::TestParamInfo<Refusal>& refusal) {
  return refusal.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Names, ExpositionRefusalTest,
    ::testing::Values(
        Refusal{"Digit", "a 1\n9a 1\n", 2, 1, "expected a metric name, found '9'"},
        Refusal{"LeadingBlanks", " \t-a 1\n", 1, 3, "expected a metric name, found '-'"},
        Refusal{"Hyphen", "a-b 1\n", 1, 2, "expected a blank or '{' after the metric name"},
        Refusal{"Html", "<html>\n", 1, 1, "expected a metric name, found '<'"},
        Refusal{"ByteOrderMark",
                "\xEF\xBB\xBF"
                "a 1\n",
                1, 1, "found octet 0xEF"},
        Refusal{"Null", std::string("a\0 1\n", 5), 1, 2, "found octet 0x00"},
        Refusal{"VerticalTab", "a\v1\n", 1, 2, "found octet 0x0B"},
        Refusal{"CarriageReturnInside", "a\r1\n", 1, 2, "found octet 0x0D"},
        Refusal{"LabelsOnly", "{x=\"y\"} 1\n", 1, 1, "expected a metric name"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Labels, ExpositionRefusalTest,
    ::testing::Values(
        Refusal{"Unclosed", "a{x=\"y\"\n", 1, 8,
                "expected ',' or '}' after the label, found the end"},
        Refusal{"UnclosedAtOnce", "a{", 1, 3, "expected a label name or '}'"},
        Refusal{"CommaAlone", "a{,} 1", 1, 3, "expected a label name or '}', found ','"},
        Refusal{"TwoCommas", "a{x=\"y\",,} 1", 1, 9, "expected a label name or '}', found ','"},
        Refusal{"MissingComma", "a{x=\"y\" z=\"y\"} 1", 1, 9, "expected ',' or '}'"},
        Refusal{"MissingEquals", "a{x \"y\"} 1", 1, 5, "expected '=' after the label name"},
        Refusal{"MissingQuote", "a{x=y} 1", 1, 5,
                "expected '\"' before the label value, found 'y'"},
        Refusal{"SingleQuote", "a{x='y'} 1", 1, 5, "expected '\"' before the label value"},
        Refusal{"UnclosedValue", "a{x=\"y} 1\nb 1\n", 1, 10, "expected '\"' after the label value"},
        Refusal{"ColonInName", "a{x:y=\"\"} 1", 1, 4, "expected '='"},
        Refusal{"DigitInFront", "a{1x=\"\"} 1", 1, 3, "expected a label name"},
        Refusal{"UnknownEscape", "a{x=\"\\t\"} 1", 1, 7, "'\\', '\"' or 'n' after '\\', found 't'"},
        Refusal{"EscapeAtEndOfLine", "a{x=\"\\\n\"} 1", 1, 7, "found the end of the line"},
        Refusal{"Twice", "a{x=\"1\", x=\"2\"} 1", 1, 10, "label 'x' given twice"},
        Refusal{"Reserved", "a{__name__=\"b\"} 1", 1, 3, "'__name__' is reserved"},
        Refusal{"SecondBlock", "a{x=\"1\"}{y=\"2\"} 1", 1, 9, "expected a value, found '{y="}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Values, ExpositionRefusalTest,
    ::testing::Values(
        Refusal{"Missing", "a\n", 1, 2, "expected a blank or '{'"},
        Refusal{"MissingAfterBlank", "a  \n", 1, 4, "expected a value, found the end of the line"},
        Refusal{"MissingAfterLabels", "a{}", 1, 4, "expected a value"},
        Refusal{"Word", "a b\n", 1, 3, "expected a value, found 'b'"},
        Refusal{"DecimalComma", "a 1,5", 1, 3, "found '1,5'"},
        Refusal{"Underscore", "a 1_000", 1, 3, "found '1_000'"},
        Refusal{"EmptyExponent", "a 1e", 1, 3, "found '1e'"},
        Refusal{"SignedExponentWithoutDigits", "a 1e+", 1, 3, "found '1e+'"},
        Refusal{"PointAlone", "a .", 1, 3, "found '.'"},
        Refusal{"TwoPoints", "a 1.2.3", 1, 3, "found '1.2.3'"},
        Refusal{"TwoSigns", "a +-1", 1, 3, "found '+-1'"},
        Refusal{"SignAlone", "a -", 1, 3, "found '-'"},
        Refusal{"SignedNaN", "a +NaN", 1, 3, "found '+NaN'"},
        Refusal{"NaNPayload", "a nan(1)", 1, 3, "found 'nan(1)'"},
        Refusal{"HexWithoutExponent", "a 0x1F", 1, 3, "found '0x1F'"},
        Refusal{"HexWithoutDigits", "a 0xp1", 1, 3, "found '0xp1'"},
        Refusal{"HexTwice", "a 0x0x1p1", 1, 3, "found '0x0x1p1'"},
        Refusal{"BinaryExponentOfDecimal", "a 1p3", 1, 3, "found '1p3'"},
        Refusal{"Suffix", "a 1f", 1, 3, "found '1f'"},
        Refusal{"TooLarge", "a 1e999", 1, 3, "that a double can hold, found '1e999'"},
        Refusal{"TooLargeNegative", "a -2e308", 1, 3, "that a double can hold"},
        Refusal{"TooLargeHex", "a 0x1p5000", 1, 3, "that a double can hold"},
        Refusal{"TooLargeByDigits", "a 1" + std::string(400, '0'), 1, 3, "000...'"},
        Refusal{"TooLargeByEndlessExponent", "a 1e99999999999999999999", 1, 3, "a double can hold"},
        Refusal{"FractionAsTimestamp", "a 1 2.5", 1, 5, "expected a timestamp in milliseconds"},
        Refusal{"TooLargeTimestamp", "a 1 9223372036854775808", 1, 5, "expected a timestamp"},
        Refusal{"TwoSignsOfTimestamp", "a 1 +-2", 1, 5, "expected a timestamp"},
        Refusal{"CommentAfterValue", "a 1 # x", 1, 5, "expected a timestamp"},
        Refusal{"FourthWord", "a 1 2  3", 1, 8, "expected the end of the line after the timestamp"},
        Refusal{"CarriageReturnAtEndOfPage", "a 1\r", 1, 3, "expected a value, found '1?'"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Comments, ExpositionRefusalTest,
    ::testing::Values(
        Refusal{"HelpAlone", "# HELP", 1, 7, "expected a metric name, found the end of the line"},
        Refusal{"HelpOfNoName", "# HELP 1a x", 1, 8, "expected a metric name"},
        Refusal{"HelpOfBadName", "# HELP a{} x", 1, 9, "expected a blank after the metric name"},
        Refusal{"UnknownEscapeInHelp", "# HELP a b\\\"", 1, 12,
                "'\\' or 'n' after '\\', found '\"'"},
        Refusal{"EscapeAtEndOfHelp", "# HELP a b\\\nb 1", 1, 12, "found the end of the line"},
        Refusal{"SecondHelp", "# HELP a b\n# HELP a b\n", 2, 8, "second HELP for 'a'"},
        Refusal{"TypeAlone", "# TYPE \n", 1, 8, "expected a metric name"},
        Refusal{"TypeOfNothing", "# TYPE a\n", 1, 9, "expected a blank and a type"},
        Refusal{"UnknownType", "# TYPE a info\n", 1, 10, "or untyped, found 'info'"},
        Refusal{"UpperCaseType", "# TYPE a GAUGE\n", 1, 10, "found 'GAUGE'"},
        Refusal{"WordAfterType", "# TYPE a gauge x\n", 1, 16, "expected the end of the line"},
        Refusal{"SecondType", "# TYPE a gauge\n# TYPE a gauge\n", 2, 8, "second TYPE for 'a'"},
        Refusal{"TypeAfterSamples", "a 1\n# TYPE a gauge\n", 2, 8, "TYPE of 'a' after its samples"},
        Refusal{"TypeOfHistogramAfterSamples", "h_sum 1\n# TYPE h histogram\n", 2, 8,
                "TYPE of 'h' after its samples"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Encoding, ExpositionRefusalTest,
    ::testing::Values(Refusal{"Latin1InLabelValue", "a{x=\"\xE4\"} 1", 1, 6,
                              "expected UTF-8, found octet 0xE4"},
                      Refusal{"Latin1InComment",
                              "a 1\n# \xFC"
                              "ber\n",
                              2, 3, "expected UTF-8"},
                      Refusal{"Latin1InHelp", "# HELP a \xFC", 1, 10, "expected UTF-8"},
                      Refusal{"Overlong", "# \xC0\x80", 1, 3, "0xC0"},
                      Refusal{"OverlongOfThree", "# \xE0\x9F\xBF", 1, 3, "0xE0"},
                      Refusal{"OverlongOfFour", "# \xF0\x8F\xBF\xBF", 1, 3, "0xF0"},
                      Refusal{"Surrogate", "# \xED\xA0\x80", 1, 3, "0xED"},
                      Refusal{"AboveUnicode", "# \xF4\x90\x80\x80", 1, 3, "0xF4"},
                      Refusal{"CutShort", "# \xE2\x82", 1, 3, "0xE2"},
                      Refusal{"CutShortByQuote", "a{x=\"\xE2\x82\"} 1", 1, 6, "0xE2"},
                      Refusal{"ContinuationAlone", "# \x80", 1, 3, "0x80"},
                      Refusal{"BeforeAnotherError", "a{x=\"\xE4\"} b", 1, 6, "expected UTF-8"},
                      Refusal{"AfterAnotherError", "a{x='\xE4'} b", 1, 5, "expected '\"'"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Series, ExpositionRefusalTest,
    ::testing::Values(
        Refusal{"Twice", "a 1\na 2\n", 2, 1, "given twice with the same labels"},
        Refusal{"TwiceWithEmptyBraces", "a 1\n a{} 2\n", 2, 2, "given twice"},
        Refusal{"TwiceInOtherOrder", "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n", 2, 1,
                "given twice"},
        Refusal{"TwiceAtAnotherTime", "a 1 1\na 1 2\n", 2, 1, "given twice"},
        Refusal{"TornGroup", "a{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n", 3, 1,
                "expected all lines of 'a' in one group, found one after those of 'b'"},
        Refusal{"TornFromItsHelp", "# HELP a x\n# HELP b x\na 1\n", 3, 1,
                "all lines of 'a' in one group"},
        Refusal{"BucketWithoutBound", "# TYPE h histogram\nh_bucket 1\n", 2, 1,
                "expected a label 'le'"},
        Refusal{"BoundThatIsNoNumber", "# TYPE h histogram\nh_bucket{le=\"x\"} 1\n", 2, 1,
                "expected a number in label 'le', found 'x'"},
        Refusal{"BoundThatIsNaN", "# TYPE h histogram\nh_bucket{le=\"NaN\"} 1\n", 2, 1,
                "expected a number"},
        Refusal{"FallingBounds", "# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\n",
                3, 1, "in rising order, found '1'"},
        Refusal{"EqualBounds", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"1.0\"} 1\n",
                3, 1, "in rising order"},
        Refusal{"HistogramWithoutInfinity", "# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_sum 1\n",
                2, 1, "histogram 'h' lacks its bucket with le=\"+Inf\""},
        Refusal{"HistogramUnderItsBareName", "# TYPE h histogram\nh 1\n", 2, 1,
                "suffix _bucket, _sum or _count"},
        Refusal{"SummaryWithoutQuantile", "# TYPE s summary\ns 1\n", 2, 1,
                "expected a label 'quantile'"},
        Refusal{"FallingQuantiles",
                "# TYPE s summary\ns{quantile=\"0.9\"} 1\ns{quantile=\"0.5\"} 1\n", 3, 1,
                "label 'quantile' of 's' in rising order"}),
    name_of);

}  // namespace
}  // namespace orbbench::metrics
