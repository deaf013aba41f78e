#include "console/run_request.hpp"

#include <gmock/gmock.h>

#include <set>

namespace orbbench::console {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(RunRequestTest, KindsHaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const RunKind& kind : run_kinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_EQ(find_run_kind(kind.name), &kind);
  }
  EXPECT_EQ(find_run_kind("nothing"), nullptr);
}

TEST(RunRequestTest, WhatIsNotGivenIsLeftToOrbbench) {
  EXPECT_THAT(arguments_of({.kind = "validate", .keep = false}), ElementsAre("validate"));
  EXPECT_THAT(arguments_of({.kind = "compare"}), ElementsAre("compare"));
}

TEST(RunRequestTest, WhatIsGivenIsHandedOn) {
  const RunRequest request{.kind = "validate",
                           .core = {"127.0.0.1:2809", "http://127.0.0.1:9091/metrics"},
                           .baseline = "ignored:1",
                           .checks = {"pool.laws", "latency.slo"},
                           .rate = 250,
                           .seconds = 2.5};
  EXPECT_THAT(arguments_of(request),
              ElementsAre("validate", "--core", "127.0.0.1:2809", "--metrics",
                          "http://127.0.0.1:9091/metrics", "--checks", "pool.laws,latency.slo",
                          "--rate", "250.0", "--duration", "2.5", "--store"));
}

TEST(RunRequestTest, ACoreIsComparedWithItsBaselineBeforeIt) {
  EXPECT_THAT(arguments_of({.kind = "compare", .core = {"b:2", "http://b:3/"}, .baseline = "a:1"}),
              ElementsAre("compare", "a:1", "b:2", "--metrics-b", "http://b:3/"));
  EXPECT_THAT(arguments_of({.kind = "compare", .core = {"b:2", ""}}),
              ElementsAre("compare", "", "b:2"));
  EXPECT_THAT(arguments_of({.kind = "compare", .baseline = "a:1", .seconds = 30}),
              ElementsAre("compare", "a:1", "--duet-seconds", "30.0"));
}

TEST(RunRequestTest, AScenarioIsForTheKindsThatLoadACore) {
  EXPECT_THAT(arguments_of({.kind = "latency", .core = {"a:1", ""}, .scenario = "/my/ping.json"}),
              ElementsAre("latency", "/my/ping.json", "--core", "a:1", "--store"));
  EXPECT_THAT(arguments_of({.kind = "soak", .scenario = "ping.json", .rate = 5}),
              ElementsAre("soak", "ping.json", "--rate", "5.0"));
  EXPECT_THAT(arguments_of({.kind = "validate", .scenario = "ping.json", .keep = false}),
              ElementsAre("validate"));
}

TEST(RunRequestTest, AScenarioWhoseNameBeginsWithADashIsNoOption) {
  EXPECT_THAT(arguments_of({.kind = "soak", .scenario = "--resume"}),
              ElementsAre("soak", "./--resume"));
}

TEST(RunRequestTest, ASoakIsKeptUnlessItShallNotBe) {
  EXPECT_THAT(arguments_of({.kind = "soak"}), ElementsAre("soak"));
  EXPECT_THAT(arguments_of({.kind = "soak", .keep = false}), ElementsAre("soak", "--no-store"));
}

TEST(RunRequestTest, WhatCannotBeIsRefusedWithItsReason) {
  EXPECT_EQ(trouble_of({.kind = "latency", .rate = 100, .seconds = 5}), "");
  EXPECT_THAT(trouble_of({.kind = "nothing"}), HasSubstr("choose"));
  EXPECT_THAT(trouble_of({.kind = "latency", .rate = 0}), HasSubstr("rate"));
  EXPECT_THAT(trouble_of({.kind = "latency", .seconds = 1e9}), HasSubstr("duration"));
  EXPECT_THAT(trouble_of({.kind = "latency", .core = {"", "http://a:1/"}}),
              HasSubstr("metrics page"));
  EXPECT_EQ(trouble_of({.kind = "interop", .core = {"", "http://a:1/"}, .rate = -1}), "");
}

TEST(RunRequestTest, TheCommandLineIsWhatAShellTakes) {
  EXPECT_EQ(command_line({"compare", "", "it's $HOME", "a,b:1/c"}),
            "orbbench compare '' 'it'\\''s $HOME' a,b:1/c");
}

}  // namespace
}  // namespace orbbench::console
