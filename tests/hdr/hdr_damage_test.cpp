#include <gtest/gtest.h>
#include <zlib.h>

#include <bit>
#include <ostream>
#include <string>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "recorded_values.hpp"

namespace orbbench::metrics {
namespace {

using Octets = std::vector<std::uint8_t>;

template <typename Input>
std::string refusal(LatencyHistogram (*decode)(Input), Input input) {
  try {
    decode(input);
  } catch (const HdrError& error) {
    return error.what();
  }
  return "read";
}

std::string refusal_of(const Octets& octets) {
  return refusal<std::span<const std::uint8_t>>(decode_hdr, octets);
}

std::string refusal_of_text(const std::string& text) {
  return refusal<std::string_view>(decode_hdr_base64, text);
}

void append(Octets& octets, std::uint64_t word, unsigned size) {
  for (unsigned left = size; left > 0; --left) {
    octets.push_back(static_cast<std::uint8_t>(word >> (8 * (left - 1))));
  }
}

/// The fields of a V2 histogram; as they are, an hour's of three digits.
struct Fields {
  std::uint64_t cookie = 0x1c849313;
  std::uint64_t shift = 0;
  std::uint64_t digits = 3;
  std::uint64_t lowest = 1;
  std::uint64_t highest = 3'600'000'000'000;
  double scale = 1.0;
  Octets counts{2};  // one value of 0 ns
  int stated_more = 0;
};

Octets octets_of(const Fields& fields) {
  Octets octets;
  append(octets, fields.cookie, 4);
  append(octets, fields.counts.size() + static_cast<std::uint64_t>(fields.stated_more), 4);
  append(octets, fields.shift, 4);
  append(octets, fields.digits, 4);
  append(octets, fields.lowest, 8);
  append(octets, fields.highest, 8);
  append(octets, std::bit_cast<std::uint64_t>(fields.scale), 8);
  octets.insert(octets.end(), fields.counts.begin(), fields.counts.end());
  return octets;
}

Octets compressed(const Octets& plain) {
  uLongf length = compressBound(plain.size());
  Octets contents(length);
  EXPECT_EQ(compress(contents.data(), &length, plain.data(), plain.size()), Z_OK);
  Octets octets;
  append(octets, 0x1c849314, 4);
  append(octets, length, 4);
  octets.insert(octets.end(), contents.begin(),
                contents.begin() + static_cast<std::ptrdiff_t>(length));
  return octets;
}

struct Damage {
  const char* name;
  Fields fields;
  const char* refusal;
};

std::ostream& operator<<(std::ostream& out, const Damage& damage) {
  return out << damage.name;
}

class HdrDamageTest : public ::testing::TestWithParam<Damage> {};

TEST_P(HdrDamageTest, IsRefusedWithItsReasonInEitherForm) {
  const Octets plain = octets_of(GetParam().fields);
  EXPECT_EQ(refusal_of(plain), GetParam().refusal);
  EXPECT_EQ(refusal_of(compressed(plain)), GetParam().refusal);
}

constexpr const char* kAboveAnHour = "the histogram holds a value above 1 h";

// In zig-zag coding -33792 is ff 8f 04, and the largest count fe ff .. ff.
INSTANTIATE_TEST_SUITE_P(
    Fields, HdrDamageTest,
    ::testing::Values(
        Damage{"intact", {}, "read"}, Damage{"another_word_size", {.cookie = 0x1c849383}, "read"},
        Damage{"V1", {.cookie = 0x1c849301}, "not an HdrHistogram in V2 encoding"},
        Damage{"no_histogram", {.cookie = 0x7f454c46}, "not an HdrHistogram in V2 encoding"},
        Damage{"compressed_twice", {.cookie = 0x1c849315}, "not an HdrHistogram in V2 encoding"},
        Damage{"shifted", {.shift = 1024}, "a histogram with shifted counts is not read"},
        Damage{"two_digits",
               {.digits = 2},
               "a histogram with 2 digits from 1 up is not read, only one with 3 from 1 up"},
        Damage{"from_a_microsecond",
               {.lowest = 1000},
               "a histogram with 3 digits from 1000 up is not read, only one with 3 from 1 up"},
        Damage{"another_range", {.highest = 2}, "read"},
        Damage{"no_range", {.highest = 1}, "the histogram states an impossible highest value"},
        Damage{"negative_range",
               {.highest = std::uint64_t{1} << 63U},
               "the histogram states an impossible highest value"},
        Damage{"scaled", {.scale = 1e-3}, "a histogram with scaled values is not read"},
        Damage{"more_stated", {.stated_more = 1}, "the histogram states 2 octets and holds 1"},
        Damage{"less_stated", {.stated_more = -1}, "the histogram states 0 octets and holds 1"},
        Damage{"nothing_counted", {.counts = {}}, "read"},
        Damage{"only_zeros", {.counts = {0xff, 0x8f, 0x04}}, "read"},
        Damage{"one_zero_too_many", {.counts = {0x81, 0x90, 0x04}}, kAboveAnHour},
        Damage{"zeros_then_one_count", {.counts = {0xff, 0x8f, 0x04, 0x02}}, kAboveAnHour},
        Damage{"most_zeros",
               {.counts = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
               kAboveAnHour},
        Damage{"above_an_hour", {.counts = {0xfd, 0x8f, 0x04, 0x02}}, kAboveAnHour},
        Damage{"cut_count", {.counts = {0x02, 0x80}}, "the histogram ends within a count"},
        Damage{"too_many",
               {.counts = {0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}},
               "the histogram holds 2^63 values or more"},
        Damage{"too_long",
               {.counts = {0x00, 0x00, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00,
                           0x00}},
               "read"},
        Damage{"far_too_long",
               {.counts = {0x05, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
               "the histogram holds more than 584 years in all"}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(HdrCutTest, NoBeginningOfAHistogramIsRead) {
  for (const HdrForm form : {HdrForm::Plain, HdrForm::Compressed}) {
    const Octets whole = encode_hdr(histogram_of(call_values(3, 50)), form);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
      ASSERT_NE(refusal_of(cut), "read") << length;
    }
  }
}

TEST(HdrCutTest, NothingMayFollow) {
  for (const HdrForm form : {HdrForm::Plain, HdrForm::Compressed}) {
    Octets octets = encode_hdr(histogram_of(call_values(3, 50)), form);
    octets.push_back(0);
    EXPECT_NE(refusal_of(octets), "read");
  }
}

TEST(HdrCutTest, NothingMayFollowWithinTheCompressedContents) {
  Octets octets = encode_hdr(histogram_of(call_values(3, 50)));
  octets.push_back(0);
  const std::size_t contents = octets.size() - 8;
  octets[6] = static_cast<std::uint8_t>(contents >> 8U);
  octets[7] = static_cast<std::uint8_t>(contents);
  EXPECT_EQ(refusal_of(octets), "the compressed histogram is damaged");
}

TEST(HdrCutTest, AFlippedBitOfTheCompressedFormIsSeen) {
  const Octets whole = encode_hdr(histogram_of(call_values(4, 50)));
  for (std::size_t bit = 64; bit < whole.size() * 8; ++bit) {
    Octets damaged = whole;
    damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << bit % 8));
    ASSERT_TRUE(refusal_of(damaged) != "read" || decode_hdr(damaged) == decode_hdr(whole)) << bit;
  }
}

TEST(HdrBoundTest, InflatesNoMoreThanAHistogramCanHold) {
  Fields fields;
  fields.counts.assign(10'000'000, 0);
  EXPECT_EQ(refusal_of(compressed(octets_of(fields))),
            "the histogram is larger than one of three digits up to 1 h can be");
}

TEST(HdrBoundTest, ReadsTheLargestHistogramThereIs) {
  // Up to 1 h, one in each, and each in nine octets.
  Octets count{0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00};
  Fields fields;
  fields.counts.clear();
  for (std::size_t index = 0; index <= 33'420; ++index) {
    fields.counts.insert(fields.counts.end(), count.begin(), count.end());
  }
  EXPECT_EQ(refusal_of(compressed(octets_of(fields))), "read");
  EXPECT_EQ(decode_hdr(octets_of(fields)).count(), 33'421U);
}

TEST(HdrBase64Test, RefusesWhatIsNone) {
  const std::string whole = encode_hdr_base64(histogram_of({5}));
  EXPECT_EQ(refusal_of_text(""), "the histogram ends within its header");
  EXPECT_EQ(refusal_of_text(whole.substr(0, whole.size() - 1)), "not base64");
  EXPECT_EQ(refusal_of_text(" " + whole), "not base64");
  EXPECT_EQ(refusal_of_text(whole + "\n"), "not base64");
  EXPECT_EQ(refusal_of_text("HIST-AAA"), "not base64");
  EXPECT_EQ(refusal_of_text(std::string("HIST\0AAA", 8)), "not base64");
}

TEST(HdrBase64Test, RefusesATextOfAnyLength) {
  EXPECT_EQ(refusal_of_text(std::string(500'000, 'A')),
            "the text is longer than any histogram of three digits up to 1 h");
}

}  // namespace
}  // namespace orbbench::metrics
