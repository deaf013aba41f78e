// What users do with results that were kept: history, baseline, validate --store.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "orbbench/store/run_json.hpp"
#include "orbbench/store/spool.hpp"
#include "own_folder.hpp"
#include "sample_run.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Arguments = std::vector<std::string>;

constexpr int kInvalid = 3;
constexpr int kUsage = 64;
constexpr const char* kAway = "ORBBENCH_RESULTS_URL=postgresql://ada:hunter2@127.0.0.1:1/none";

class ResultsCommandTest : public testing::Test {
 protected:
  Arguments environment(const std::string& home = "data") const {
    return {"XDG_DATA_HOME=" + (folder_ / home).string(), "ORBBENCH_RESULTS_URL="};
  }

  Finished run(const Arguments& arguments) const { return finish(arguments, environment()); }

  json history(const Arguments& further = {}) const {
    Arguments arguments{"history", "--json"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    const Finished finished = run(arguments);
    EXPECT_EQ(finished.status, 0) << finished.errors;
    return json::parse(finished.output);
  }

  void keep(const store::StoredRun& run) const {
    store::Spool(folder_ / "data/orbbench/spool").write(run);
  }

  OwnFolder folder_;
};

std::ptrdiff_t lines_in(const std::string& text) {
  return std::ranges::count(text, '\n');
}

TEST_F(ResultsCommandTest, RunsAreListedTheLatestFirst) {
  EXPECT_EQ(run({"history"}).status, 0);
  store::StoredRun other = make_run(3);
  other.kind = "validate";
  const std::vector<store::StoredRun> runs{make_run(1), make_run(2), other};
  for (const store::StoredRun& one : runs) {
    keep(one);
  }
  const json all = history();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0], (json{{"uuid", other.uuid},
                          {"kind", "validate"},
                          {"started_at", "2026-11-21T16:31:00.123456Z"},
                          {"verdict", "pass"},
                          {"commit", "28a642f"}}));
  const json latest = history({"--kind", "latency", "--limit", "1"});
  ASSERT_EQ(latest.size(), 1U);
  EXPECT_EQ(latest[0]["uuid"], runs[1].uuid);
  EXPECT_THAT(run({"history"}).output,
              AllOf(HasSubstr("2026-11-21T16:31:00Z  pass"), HasSubstr(runs[0].uuid)));
  EXPECT_THAT(run({"history", "--keep", "1"}).errors, HasSubstr("removed 1 run\n"));
  EXPECT_EQ(history().size(), 2U);
}

TEST_F(ResultsCommandTest, ARunIsPrintedButForItsHistograms) {
  const store::StoredRun kept = make_run(1);
  keep(kept);
  keep(make_run(2));
  const Finished finished = run({"history", "--run", kept.uuid});
  ASSERT_EQ(finished.status, 0) << finished.errors;
  store::StoredRun wanted = store::as_stored(kept);
  ASSERT_THAT(wanted.histograms, Not(IsEmpty()));
  wanted.histograms.clear();
  EXPECT_EQ(store::to_json(store::parse_run(finished.output)), store::to_json(wanted));
  EXPECT_EQ(run({"history", "--run", "nothing"}).status, kUsage);
}

TEST_F(ResultsCommandTest, ABaselineTravelsToAnotherStore) {
  const store::StoredRun kept = make_run();
  keep(kept);
  EXPECT_EQ(run({"baseline", "set", "main", kept.uuid.substr(0, 8)}).status, 0);
  EXPECT_THAT(run({"baseline", "list"}).output, AllOf(HasSubstr("main"), HasSubstr(kept.uuid)));
  const std::string file = folder_ / "main.json";
  EXPECT_EQ(run({"baseline", "export", "main", file}).status, 0);
  const Arguments other = environment("other");
  for (int i = 0; i < 2; ++i) {
    const Finished imported = finish({"baseline", "import", file}, other);
    EXPECT_EQ(imported.status, 0) << imported.errors;
  }
  EXPECT_EQ(store::parse_run(finish({"baseline", "show", "main"}, other).output), kept);
}

TEST_F(ResultsCommandTest, ABaselineThatWasNotMeasuredProperlyIsNamedAsSuch) {
  store::StoredRun bad = make_run();
  bad.checks[1].verdict = "invalid";
  keep(bad);
  const Finished set = run({"baseline", "set", "main", bad.uuid});
  EXPECT_EQ(set.status, 0);
  EXPECT_THAT(set.errors, HasSubstr("not measured properly"));
  EXPECT_THAT(set.errors, HasSubstr(bad.checks[1].name));
  EXPECT_THAT(set.errors, Not(HasSubstr(bad.checks[0].name)));
}

TEST_F(ResultsCommandTest, ARunOfTheSameIdWithOtherContentsIsNotTaken) {
  store::NamedRun baseline{"main", make_run()};
  const std::string file = folder_.write("a.json", store::to_json(baseline));
  EXPECT_EQ(run({"baseline", "import", file}).status, 0);
  baseline.run.figures[0].value += 1;
  const std::string changed = folder_.write("b.json", store::to_json(baseline));
  const Finished refused = run({"baseline", "import", changed});
  EXPECT_EQ(refused.status, kUsage);
  EXPECT_THAT(refused.errors, HasSubstr("with other contents"));
}

TEST_F(ResultsCommandTest, WhatCannotBeIsRefusedInOneLine) {
  const std::string text = folder_.write("text", "no baseline");
  const std::string a_run = folder_.write("run.json", store::to_json(make_run()));
  for (const Arguments& arguments : std::vector<Arguments>{
           {"history", "--limit", "0"},
           {"history", "--limit", "many"},
           {"history", "--kind"},
           {"history", "--keep", "0"},
           {"history", "further"},
           {"baseline"},
           {"baseline", "set", "main"},
           {"baseline", "set", "main", "abc"},
           {"baseline", "set", "main", "0000"},
           {"baseline", "set", "main", "' OR true --"},
           {"baseline", "set", "a/b", "0000"},
           {"baseline", "show", "main"},
           {"baseline", "show", std::string(65, 'a')},
           {"baseline", "export", "main", folder_ / "file"},
           {"baseline", "import", folder_ / "absent"},
           {"baseline", "import", folder_.path()},
           {"baseline", "import", text},
           {"baseline", "import", a_run},
       }) {
    const Finished finished = run(arguments);
    EXPECT_EQ(finished.status, kUsage) << arguments.back() << finished.errors;
    EXPECT_EQ(lines_in(finished.errors), 1) << finished.errors;
    EXPECT_THAT(finished.output, IsEmpty());
  }
}

TEST_F(ResultsCommandTest, AnAddressThatIsNoneIsRefusedAndNotRepeated) {
  for (const char* command : {"history", "validate"}) {
    Arguments arguments{command};
    if (arguments[0] == "validate") {
      arguments.emplace_back("--store");
    }
    const Finished finished = finish(arguments, {"ORBBENCH_RESULTS_URL=http://ada:hunter2@db/"});
    EXPECT_EQ(finished.status, kUsage);
    EXPECT_EQ(lines_in(finished.errors), 1) << finished.errors;
    EXPECT_THAT(finished.errors,
                AllOf(HasSubstr("ORBBENCH_RESULTS_URL"), Not(HasSubstr("hunter2"))));
  }
}

TEST_F(ResultsCommandTest, AServerThatIsAwayIsSaidInOneLine) {
  Arguments away = environment();
  away.insert(away.begin(), kAway);
  const Finished finished = finish({"history"}, away);
  EXPECT_EQ(finished.status, kInvalid);
  EXPECT_EQ(lines_in(finished.errors), 1) << finished.errors;
  EXPECT_THAT(finished.errors, Not(HasSubstr("hunter2")));
}

TEST_F(ResultsCommandTest, ADamagedFileInTheSpoolBlocksNobody) {
  keep(make_run(2));
  const store::StoredRun kept = make_run(3);
  keep(kept);
  folder_.write("data/orbbench/spool/2026-11-21T00:00:00.000000Z-x.run", "damaged");
  const Finished finished = run({"history"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.output, HasSubstr(kept.uuid));
  EXPECT_EQ(lines_in(finished.errors), 1) << finished.errors;
  EXPECT_THAT(finished.errors, HasSubstr("set aside"));
  EXPECT_THAT(run({"history"}).errors, IsEmpty());
}

TEST_F(ResultsCommandTest, CommandsAtOnceShareTheServer) {
  keep(make_run());
  std::vector<std::unique_ptr<CommandRun>> commands;
  constexpr std::size_t kCommands = 4;
  commands.reserve(kCommands);
  for (std::size_t i = 0; i < kCommands; ++i) {
    commands.push_back(std::make_unique<CommandRun>(Arguments{"history", "--json"}, environment()));
  }
  for (const auto& command : commands) {
    EXPECT_EQ(command->exit_status(), 0) << command->errors();
    EXPECT_EQ(json::parse(command->output()).size(), 1U);
  }
}

class StoredValidationTest : public ResultsCommandTest {
 protected:
  Finished validate(const Arguments& added) const {
    Arguments all = environment();
    all.insert(all.begin(), added.begin(), added.end());
    return finish({"validate", "--store", "--checks", "latency.slo", "--duration", "0.3", "--json",
                   folder_ / "validate.json"},
                  all);
  }

  static std::string id_in(const std::string& output) {
    const std::size_t place = output.find("run: ");
    return place == std::string::npos ? "" : output.substr(place + 5, 36);
  }
};

TEST_F(StoredValidationTest, TheFiguresThatAreKeptAreThoseOfTheJson) {
  const Finished finished = validate({"ORBBENCH_COMMIT=abc123"});
  const std::string id = id_in(finished.output);
  ASSERT_TRUE(store::is_uuid(id)) << finished.output << finished.errors;
  EXPECT_EQ(run({"baseline", "set", "main", id}).status, 0);
  const json kept = json::parse(run({"baseline", "show", "main"}).output);
  const json report = json::parse(folder_.read("validate.json"));
  EXPECT_EQ(kept["verdict"], report["verdict"]);
  EXPECT_EQ(kept["commit"], "abc123");
  EXPECT_EQ(kept["fingerprint"]["core"], report["core"]);
  EXPECT_TRUE(kept["fingerprint"].contains("kernel"));
  std::size_t compared = 0;
  for (const json& figure : kept["figures"]) {
    for (const json& check : report["checks"]) {
      if (check["name"] == figure["check"]) {
        EXPECT_EQ(check["figures"][figure["name"].get<std::string>()].dump(),
                  figure["value"].dump());
        compared += figure["name"] == "latency_us_p99" && figure["unit"] == "us" ? 1U : 0U;
      }
    }
  }
  EXPECT_EQ(compared, 1U);
}

TEST_F(StoredValidationTest, ARunThatTheServerWasAwayForIsStoredByTheNextCommand) {
  const Finished finished = validate({kAway});
  EXPECT_THAT(finished.errors,
              AllOf(HasSubstr("is away"), HasSubstr("waits in"), Not(HasSubstr("hunter2"))));
  EXPECT_EQ(lines_in(finished.errors), 1) << finished.errors;
  const json runs = history();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0]["uuid"], id_in(finished.output));
  EXPECT_TRUE(fs::is_empty(folder_ / "data/orbbench/spool"));
}

TEST_F(StoredValidationTest, NothingIsKeptUnlessItWasAskedFor) {
  run({"validate", "--checks", "core.reachable"});
  EXPECT_FALSE(fs::exists(folder_ / "data"));
}

// The table of all cases is what a report is made of.
TEST_F(ResultsCommandTest, AnInteropRunIsKeptWithItsMatrix) {
  const Finished kept = run({"interop", "--case", "echo/empty", "--store"});
  ASSERT_EQ(kept.status, 0) << kept.output << kept.errors;
  const json runs = history({"--kind", "interop"});
  ASSERT_EQ(runs.size(), 1U);
  const std::string id = runs[0]["uuid"];
  EXPECT_THAT(kept.output, HasSubstr("run: " + id));
  ASSERT_EQ(run({"baseline", "set", "matrix", id}).status, 0);
  const fs::path file = folder_ / "matrix.json";
  ASSERT_EQ(run({"baseline", "export", "matrix", file.string()}).status, 0);
  const store::StoredRun stored = store::parse_baseline(folder_.read("matrix.json")).run;
  ASSERT_EQ(stored.tables.size(), 1U);
  EXPECT_THAT(stored.tables[0].columns,
              testing::ElementsAre("case", "interface", "core", "omniorb"));
  EXPECT_THAT(stored.tables[0].rows,
              testing::ElementsAre(testing::ElementsAre("echo/empty", "Echo", "pass", "pass")));
  EXPECT_EQ(stored.checks.size(), 3U);
}

}  // namespace
}  // namespace orbbench::tests
