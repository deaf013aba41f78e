// What a run is as text: in the spool, in an export.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "orbbench/store/results_store.hpp"
#include "orbbench/store/run_json.hpp"
#include "orbbench/store/store_error.hpp"
#include "sample_run.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::store;
using testing::HasSubstr;
using testing::Not;

std::string with(std::string text, const std::string& old, const std::string& replacement) {
  const std::size_t place = text.find(old);
  EXPECT_NE(place, std::string::npos) << old << " is not in " << text;
  return text.replace(place, old.size(), replacement);
}

std::string refusal_of(const std::string& text) try {
  parse_run(text);
  return "";
} catch (const RunFormatError& error) {
  return error.what();
}

TEST(RunFormTest, ARunComesBackAsItWentIn) {
  const StoredRun run = make_run();
  EXPECT_EQ(parse_run(to_json(run)), run);
  EXPECT_EQ(parse_run(to_json(run, JsonLayout::Indented)), run);
  EXPECT_TRUE(std::signbit(parse_run(to_json(run)).figures.at(4).value));
}

TEST(RunFormTest, AnyNumberComesBackToTheLastBit) {
  std::mt19937_64 random(6);
  StoredRun run = make_run();
  run.figures.clear();
  for (int i = 0; i < 2000; ++i) {
    const double value = std::bit_cast<double>(random());
    run.figures.push_back({"", "figure", "", std::isnan(value) ? 0 : value});
  }
  EXPECT_EQ(parse_run(to_json(run)), run);
  run.figures = {{"", "unknown", "", std::numeric_limits<double>::quiet_NaN()}};
  EXPECT_TRUE(std::isnan(parse_run(to_json(run)).figures.at(0).value));
}

TEST(RunFormTest, TextThatNoDatabaseTakesIsMended) {
  StoredRun run = make_run();
  run.commit =
      "a\xFF"
      "b";
  run.checks[0].summary = std::string("c\0d", 3);
  const StoredRun stored = as_stored(run);
  EXPECT_EQ(stored.commit,
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(stored.checks[0].summary,
            "c\xEF\xBF\xBD"
            "d");
  EXPECT_EQ(as_stored(stored), stored);
}

TEST(RunFormTest, WhatIsNoRunIsRefusedInOneLine) {
  const std::string good = to_json(make_run());
  const std::string uuid = good.substr(good.find("\"uuid\":\"") + 8, 36);
  for (const std::string& bad : {std::string(),
                                 std::string("{"),
                                 good.substr(0, good.size() / 2),
                                 std::string("[]"),
                                 std::string("{}"),
                                 with(good, "\"version\":2", "\"version\":1"),
                                 with(good, "orbbench-run", "another"),
                                 with(good, uuid, "1"),
                                 with(good, uuid, "G" + uuid.substr(1)),
                                 with(good, "\"latency\"", "\"Latency run\""),
                                 with(good, "\"pass\"", "\"passed\""),
                                 with(good, "\"inconclusive\"", "\"odd\""),
                                 with(good, "2026-11-21T", "2026-13-21T"),
                                 with(good, "2026-11-21T", "2026-02-30T"),
                                 with(good, "2026-11-21T", "0026-11-21T"),
                                 with(good, "0.30000000000000004", "\"many\""),
                                 with(good, "0.30000000000000004", "null"),
                                 with(good, "0001", "000g"),
                                 with(good, "0001", "001"),
                                 with(good, "\"figures\":[", "\"figures\":[7,"),
                                 with(good, "\"columns\":[", "\"columns\":[\"one more\","),
                                 with(good, "\"evidence\":[", "\"evidence\":[7,"),
                                 std::string(100'000, '[')}) {
    const std::string refusal = refusal_of(bad);
    EXPECT_THAT(refusal, Not(testing::IsEmpty())) << bad.substr(0, 80);
    EXPECT_THAT(refusal, Not(HasSubstr("\n")));
    EXPECT_LT(refusal.size(), 300U);
  }
}

TEST(RunFormTest, ABaselineComesBackWithItsName) {
  const NamedRun baseline{"Main-1.0", make_run()};
  const NamedRun read = parse_baseline(to_json(baseline));
  EXPECT_EQ(read.name, baseline.name);
  EXPECT_EQ(read.run, baseline.run);
  EXPECT_THROW(parse_baseline(to_json(baseline.run)), RunFormatError);
  EXPECT_THROW(parse_baseline(with(to_json(baseline), "Main-1.0", "../x")), RunFormatError);
}

TEST(RunFormTest, IdsAreWellFormedAndDiffer) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    ids.insert(make_uuid());
    EXPECT_TRUE(is_uuid(*ids.begin())) << *ids.begin();
  }
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(RunFormTest, TimesAreReadToTheMicrosecond) {
  EXPECT_EQ(to_text(parse_instant("2026-11-21T16:28:00Z")), "2026-11-21T16:28:00.000000Z");
  EXPECT_EQ(to_text(parse_instant("2028-02-29T23:59:59.5Z")), "2028-02-29T23:59:59.500000Z");
  EXPECT_EQ(parse_instant("1970-01-01T00:00:01.000002Z").time_since_epoch().count(), 1'000'002);
}

TEST(ServerAddressTest, BothFormsAreTaken) {
  EXPECT_THAT(connection_string_of("postgresql://ada:it's@db:5433/results"),
              testing::AllOf(HasSubstr("host='db'"), HasSubstr("port='5433'"),
                             HasSubstr("password='it\\'s'"), HasSubstr("connect_timeout=")));
  EXPECT_THAT(connection_string_of("host=db connect_timeout=1"), HasSubstr("connect_timeout='1'"));
}

TEST(ServerAddressTest, ARefusalRepeatsNothing) {
  for (const char* bad :
       {"", "nonsense", "http://ada:hunter2@db/results", "postgresql://ada:hunter2/x@db/results",
        "password=hunter2 port", "postgresql://ada@db/results?hunter2=1"}) {
    try {
      connection_string_of(bad);
      ADD_FAILURE() << bad << " was taken";
    } catch (const StoreRefused& error) {
      EXPECT_THAT(error.what(), Not(HasSubstr("hunter2")));
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
