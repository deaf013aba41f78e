#include <gmock/gmock.h>
#include <omniORB4/CORBA.h>
//
#include <omniORB4/anyStream.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "dynamic/json_conversion.hpp"
#include "dynamic_catalogue.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const InterfaceCatalogue::Types& types() {
  return odd_catalogue().types();
}

json passed_through(const std::string& type, const json& value) {
  const CORBA::TypeCode_var code = types().find(type);
  return to_json(read_any(value, code, types(), {}), types(), {});
}

/// What the value of an any of that type becomes in an any: types and values in CDR and back.
json passed_through_any(const std::string& type, const json& value) {
  return passed_through("any", {{"type", type}, {"value", value}});
}

std::string refusal_of(const std::string& type, const json& value) {
  try {
    passed_through(type, value);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no refusal";
}

struct Sample {
  std::string type;
  json value;
};

json everything() {
  return {{"flag", true},
          {"small", 255},
          {"s", -32768},
          {"us", 65535},
          {"l", -2147483648},
          {"ul", 4294967295U},
          {"ll", std::numeric_limits<std::int64_t>::min()},
          {"ull", std::numeric_limits<std::uint64_t>::max()},
          {"f", 0.5},
          {"d", 0.1},
          {"ld", 0.1},
          {"c", "\xc3\xa4"},
          {"wc", "\xe2\x82\xac"},
          {"text", "tex\xc3\xbc"},
          {"wide", "\xf0\x9f\x99\x82 wide"},
          {"temper", "cross"},
          {"amount", "-123456789.125"},
          {"whatever", {{"type", "::Odd::Mood"}, {"value", "calm"}}},
          {"thing", nullptr},
          {"ragged", json::array({{1, 2}, json::array(), {-1}})},
          {"grid", {{1, 2, 3}, {4, 5, 6}}},
          {"octets", {{"base64", "AP8="}}},
          {"fixed_octets", {0, 127, 255}},
          {"nested", {{"within", 7}}}};
}

std::vector<Sample> samples() {
  const json leaf = {{"name", "leaf"}, {"children", json::array()}};
  return {
      {"boolean", false},
      {"char", "\x01"},
      {"char", std::string(1, '\0')},
      {"wchar", "\xef\xbf\xbd"},
      {"string", ""},
      {"string<3>", "abc"},
      {"wstring", ""},
      {"wstring<2>", "\xf0\x9f\x99\x82"},
      {"float", "NaN"},
      {"float", std::numeric_limits<float>::max()},
      {"float", std::numeric_limits<float>::denorm_min()},
      {"double", "Infinity"},
      {"double", "-Infinity"},
      {"double", std::numeric_limits<double>::lowest()},
      {"double", -0.0},
      {"long double", "NaN"},
      {"long double", "-Infinity"},
      {"long double", "0.100000000000000000001"},
      {"unsigned long long", std::numeric_limits<std::uint64_t>::max()},
      {"long long", std::numeric_limits<std::int64_t>::max()},
      {"fixed<12,3>", "0.000"},
      {"fixed<31,0>", "-9999999999999999999999999999999"},
      {"fixed<4,4>", "0.1250"},
      {"CORBA::TypeCode", "::Odd::Everything"},
      {"CORBA::TypeCode", "sequence<string<3>,2>"},
      {"null", nullptr},
      {"sequence<octet>", {{"base64", ""}}},
      {"sequence<short>[2]", {{1}, {2, 3}}},
      {"long[2][1][2]", {{{1, 2}}, {{3, 4}}}},
      {"::Odd::Mood", "cross"},
      {"IDL:Odd/Mood:1.0", "calm"},
      {"::Odd::Everything", everything()},
      {"::Odd::Node", {{"name", "root"}, {"children", {leaf, leaf}}}},
      {"::Odd::Tree",
       {{"discriminator", 1},
        {"value", {{{"discriminator", 0}, {"value", 5}}, {{"discriminator", 7}}}}}},
      {"::Odd::ByMood", {{"discriminator", "calm"}, {"value", "words"}}},
      {"::Odd::ByMood", {{"discriminator", "cross"}, {"value", 9}}},
      {"::Odd::ByLetter", {{"discriminator", "a"}, {"value", 1}}},
      {"::Odd::ByLetter", {{"discriminator", "b"}, {"value", 2}}},
      {"::Odd::ByLetter", {{"discriminator", "\xc3\xa4"}, {"value", 0.5}}},
      {"::Odd::ByLetter", {{"discriminator", "z"}}},
      {"::Odd::ByFlag", {{"discriminator", true}, {"value", "w"}}},
      {"::Odd::ByFlag", {{"discriminator", false}}},
      {"::Odd::ByHuge",
       {{"discriminator", std::numeric_limits<std::uint64_t>::max()}, {"value", 1}}},
      {"::Odd::ByHuge", {{"discriminator", 0}, {"value", 2}}},
      {"::Odd::ByNegative", {{"discriminator", -1}, {"value", 3}}},
      {"::Odd::ByNegative", {{"discriminator", 1}}},
      {"::Odd::Mishap", {{"temper", "calm"}, {"reasons", {"a", "b"}}}},
      {"any", {{"type", "any"}, {"value", {{"type", "null"}, {"value", nullptr}}}}},
  };
}

TEST(DynamicJsonTest, EachTypePassesUnchanged) {
  for (const auto& [type, value] : samples()) {
    EXPECT_EQ(passed_through(type, value), value) << type;
  }
}

TEST(DynamicJsonTest, EachTypePassesInAnAny) {
  for (const auto& [type, value] : samples()) {
    const json passed = passed_through_any(type, value);
    EXPECT_EQ(passed["value"], value) << type;
    const CORBA::TypeCode_var told = types().find(passed["type"].get<std::string>());
    const CORBA::TypeCode_var given = types().find(type);
    EXPECT_TRUE(told->equal(given)) << type << " became " << passed["type"];
  }
}

// Alignment: what follows an odd number of octets.
TEST(DynamicJsonTest, EachTypePassesBehindAnOctet) {
  for (const auto& [type, value] : samples()) {
    CORBA::Any any(CORBA::_tc_void, nullptr);
    cdrStream& stream = any.PR_streamToWrite();
    stream.marshalOctet(1);
    const CORBA::TypeCode_var code = types().find(type);
    read_json(value, code, types(), {}, "", stream);
    stream.unmarshalOctet();
    EXPECT_EQ(to_json(stream, code, types(), {}), value) << type;
  }
}

TEST(DynamicJsonTest, KeepsTheSignOfZero) {
  EXPECT_TRUE(std::signbit(passed_through("double", -0.0).get<double>()));
  EXPECT_TRUE(std::signbit(passed_through("float", -0.0).get<double>()));
}

TEST(DynamicJsonTest, TakesOctetsAsAnArrayToo) {
  EXPECT_EQ(passed_through("sequence<octet>", {0, 255}), json({{"base64", "AP8="}}));
}

TEST(DynamicJsonTest, RoundsARealToItsType) {
  EXPECT_EQ(passed_through("float", 0.1), json(static_cast<double>(0.1F)));
  EXPECT_EQ(passed_through("double", 3), json(3.0));
  EXPECT_EQ(passed_through("fixed<6,2>", "-12.5"), json("-12.50"));
}

// Compared as text: to nlohmann a double equals the integer that it comes nearest to.
TEST(DynamicJsonTest, KeepsEveryDigitOfA64BitInteger) {
  for (const char* digits : {"18446744073709551615", "9007199254740993"}) {
    EXPECT_EQ(passed_through("unsigned long long", json::parse(digits)).dump(), digits);
  }
  const char* least = "-9223372036854775808";
  EXPECT_EQ(passed_through("long long", json::parse(least)).dump(), least);
}

TEST(DynamicJsonTest, AHalfSurrogateBecomesTheReplacementCharacter) {
  const InterfaceCatalogue::Types& known = types();  // the first use sets the code sets up
  CORBA::Any any(CORBA::_tc_wchar, nullptr);
  any.PR_streamToWrite().marshalWChar(0xd800);
  EXPECT_EQ(to_json(any, known, {}), json("\xef\xbf\xbd"));
}

// Refusals ---------------------------------------------------------------------------------------

TEST(DynamicJsonTest, RefusesValuesOfAnotherType) {
  for (const auto& [type, value] : std::vector<Sample>{{"boolean", 1},
                                                       {"octet", 256},
                                                       {"octet", -1},
                                                       {"short", 32768},
                                                       {"short", 1.0},
                                                       {"unsigned short", -1},
                                                       {"long", 2147483648},
                                                       {"unsigned long", 4294967296},
                                                       {"long long", 9223372036854775808U},
                                                       {"unsigned long long", -1},
                                                       {"unsigned long long", "1"},
                                                       {"float", 3.5e38},
                                                       {"double", "nan"},
                                                       {"long double", "1.5x"},
                                                       {"long double", " 1"},
                                                       {"char", ""},
                                                       {"char", "ab"},
                                                       {"char", "\xe2\x82\xac"},
                                                       {"wchar", "\xf0\x9f\x99\x82"},
                                                       {"string", 5},
                                                       {"string", "\xe2\x82\xac"},
                                                       {"string", std::string("a\0b", 3)},
                                                       {"wstring", std::string("a\0b", 3)},
                                                       {"string", "\xff"},
                                                       {"::Odd::Mood", "Calm"},
                                                       {"::Odd::Mood", 0},
                                                       {"fixed<4,2>", "123"},
                                                       {"fixed<4,2>", "1.125"},
                                                       {"fixed<4,2>", "1."},
                                                       {"fixed<4,2>", ".5"},
                                                       {"fixed<4,2>", "1e1"},
                                                       {"fixed<4,2>", ""},
                                                       {"fixed<4,2>", 1.5},
                                                       {"Object", "not a reference"},
                                                       {"Object", "IOR:00"},
                                                       {"Object", "IOR:0g"},
                                                       {"Object", "corbaname::host#name"},
                                                       {"Object", 5},
                                                       {"null", 0},
                                                       {"any", 5},
                                                       {"CORBA::TypeCode", "no_such_type"}}) {
    EXPECT_THAT(refusal_of(type, value), HasSubstr("the value "))
        << type << " " << value.type_name();
  }
}

TEST(DynamicJsonTest, NamesThePlaceOfAMistake) {
  const auto refusal_with = [](const json::json_pointer& place, const json& value) {
    json changed = everything();
    changed[place] = value;
    return refusal_of("::Odd::Everything", changed);
  };
  using Pointer = json::json_pointer;
  EXPECT_THAT(refusal_with(Pointer("/grid/1/2"), "x"), HasSubstr("/grid/1/2 is \"x\""));
  EXPECT_THAT(refusal_with(Pointer("/grid/1"), {1, 2}),
              HasSubstr("/grid/1 is an array: an array of 3"));
  EXPECT_THAT(refusal_with(Pointer("/ragged/0"), {1, 2, 3}),
              HasSubstr("/ragged/0 has 3 elements, of 2 at most"));
  EXPECT_THAT(refusal_with(Pointer("/ragged"), {{1}, {1}, {1}, {1}}),
              HasSubstr("/ragged has 4 elements, of 3 at most"));
  EXPECT_THAT(refusal_with(Pointer("/nested/other"), 1),
              HasSubstr("/nested/other is no member of Inner"));
  EXPECT_THAT(refusal_with(Pointer("/nested"), json::object()),
              HasSubstr("/nested has no member \"within\""));
  EXPECT_THAT(refusal_with(Pointer("/whatever/value"), "furious"),
              HasSubstr("/whatever/value is \"furious\": one of calm, cross"));
  EXPECT_THAT(refusal_with(Pointer("/whatever/type"), "sequence<"),
              HasSubstr("/whatever/type is no type"));
  EXPECT_THAT(refusal_with(Pointer("/octets/base64"), "A==="),
              HasSubstr("/octets/base64 is no Base64"));
  EXPECT_THAT(refusal_of("string<3>", "abcd"), HasSubstr("has 4 characters, of 3 at most"));
  EXPECT_THAT(refusal_of("wstring<1>", "\xf0\x9f\x99\x82"), HasSubstr("has 2 characters, of 1"));
  EXPECT_THAT(refusal_of("sequence<octet,1>", {{"base64", "AP8="}}),
              HasSubstr("has 2 octets, of 1"));
}

TEST(DynamicJsonTest, RefusesAUnionWhoseArmAndValueDisagree) {
  EXPECT_THAT(refusal_of("::Odd::ByFlag", {{"discriminator", false}, {"value", "w"}}),
              HasSubstr("/value is too much"));
  EXPECT_THAT(refusal_of("::Odd::ByFlag", {{"discriminator", true}}),
              HasSubstr("has no \"value\""));
  EXPECT_THAT(refusal_of("::Odd::ByMood", {{"discriminator", "calm"}, {"value", 9}}),
              HasSubstr("/value is 9: a text"));
  EXPECT_THAT(refusal_of("::Odd::ByMood", {{"discriminator", 0}, {"value", 9}}),
              HasSubstr("/discriminator is 0"));
  EXPECT_THAT(refusal_of("::Odd::ByMood", {{"discriminator", "calm"}, {"value", "w"}, {"x", 1}}),
              HasSubstr("more than"));
}

// Bounds -----------------------------------------------------------------------------------------

json nested_anys(int depth) {
  json any = {{"type", "long"}, {"value", 1}};
  for (int i = 1; i < depth; ++i) {
    any = {{"type", "any"}, {"value", any}};
  }
  return any;
}

TEST(DynamicJsonTest, BoundsTheDepthOfValues) {
  EXPECT_EQ(passed_through("any", nested_anys(60)), nested_anys(60));
  EXPECT_THAT(refusal_of("any", nested_anys(70)), HasSubstr("more than 64 levels deep"));
}

TEST(DynamicJsonTest, BoundsTheOctetsOfValues) {
  const ConversionLimits small{.octets = 100, .depth = 64};
  const auto refused = [&](const std::string& type, const json& value) {
    const CORBA::TypeCode_var code = types().find(type);
    EXPECT_THROW(read_any(value, code, types(), small), ConfigError) << type;
  };
  refused("string", std::string(101, 'x'));
  refused("wstring", std::string(101, 'x'));
  refused("sequence<octet>", {{"base64", std::string(400, 'A')}});
  refused("sequence<double>", json::array_t(20, 0.5));
  refused("double[20]", json::array_t(20, 0.5));
}

TEST(DynamicJsonTest, RefusesTypesBeyondTheirBounds) {
  std::string deep = "long";
  for (int i = 0; i < 100; ++i) {
    deep = "sequence<" + deep + ">";
  }
  for (const std::string& type :
       {deep, std::string(5000, 'x'), std::string("long") + std::string(200, '['),
        std::string("fixed<32,2>"), std::string("fixed<4,5>"), std::string("string<0>"),
        std::string("sequence<long,4294967296>"), std::string("long[0]"),
        std::string("long long long"), std::string(""), std::string("sequence<long"),
        std::string("long]"), std::string("<long>")}) {
    EXPECT_THROW(types().find(type), ConfigError) << type;
  }
}

// Octets of a peer -------------------------------------------------------------------------------

json read_octets(CORBA::TypeCode_ptr type, const std::vector<CORBA::Octet>& octets,
                 const ConversionLimits& limits = {}) {
  CORBA::Any any(CORBA::_tc_void, nullptr);
  cdrStream& stream = any.PR_streamToWrite();
  stream.put_octet_array(octets.data(), static_cast<int>(octets.size()));
  return to_json(stream, type, types(), limits);
}

json read_octets(const std::string& type, const std::vector<CORBA::Octet>& octets) {
  const CORBA::TypeCode_var code = types().find(type);
  return read_octets(code, octets);
}

TEST(DynamicJsonTest, RefusesOctetsThatAreNoValue) {
  EXPECT_THROW(read_octets("::Odd::Mood", {2, 0, 0, 0}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("long", {1, 2}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("long double", {1, 2, 3, 4, 5, 6, 7, 8}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("string", {255, 255, 255, 127, 0}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("string<1>", {3, 0, 0, 0, 'a', 'b', 0}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("sequence<octet>", {255, 255, 255, 255, 0}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("sequence<octet,1>", {2, 0, 0, 0, 1, 2}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets("Object", {1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255}), CORBA::MARSHAL);
  EXPECT_EQ(read_octets("long", {1, 0, 0, 0}), json(1));
}

// No IDL makes such a type, but a peer may send its TypeCode in an any.
TEST(DynamicJsonTest, BoundsElementsThatTakeNoOctets) {
  CORBA::ORB_ptr factory = CORBA::ORB::_nil();
  const CORBA::TypeCode_var empty =
      factory->create_struct_tc("IDL:Empty:1.0", "Empty", CORBA::StructMemberSeq());
  const CORBA::TypeCode_var sequence = factory->create_sequence_tc(0, empty);
  const CORBA::TypeCode_var array = factory->create_array_tc(4'000'000'000, empty);
  EXPECT_THROW(read_octets(sequence, {255, 255, 255, 255, 0}), CORBA::MARSHAL);
  EXPECT_THROW(read_octets(array, {0}, {.octets = 1000, .depth = 64}), CORBA::MARSHAL);
}

}  // namespace
}  // namespace orbbench::orb_client
