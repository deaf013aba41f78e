// `orbbench report` as its users call it.

#include <gmock/gmock.h>

#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "orbbench/store/run_json.hpp"
#include "orbbench/store/spool.hpp"
#include "own_folder.hpp"
#include "sample_runs.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using Arguments = std::vector<std::string>;

constexpr int kUsage = 64;

class ReportCommandTest : public testing::Test {
 protected:
  Finished run(const Arguments& arguments) const {
    return finish(arguments,
                  {"XDG_DATA_HOME=" + (folder_ / "data").string(), "ORBBENCH_RESULTS_URL="});
  }

  std::string file(const std::string& name) const { return folder_ / name; }
  void keep(const store::StoredRun& run) const {
    store::Spool(folder_ / "data/orbbench/spool").write(run);
  }

  OwnFolder folder_;
};

/// The shortest digits that read back as the number.
std::string digits_of(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

TEST_F(ReportCommandTest, FilesAreShownWithoutAServer) {
  const std::string a_run = folder_.write("run.json", store::to_json(sample_latency(3)));
  const std::string baseline =
      folder_.write("baseline.json", store::to_json(store::NamedRun{"main", sample_interop()}));
  const Finished finished = run({"report", "--from", a_run, "--from", baseline, "--output",
                                 file("page.html"), "--markdown", file("page.md")});
  EXPECT_EQ(finished.status, 0) << finished.errors;
  EXPECT_THAT(folder_.read("page.html"), HasSubstr(sample_interop().uuid));
  EXPECT_THAT(folder_.read("page.md"), HasSubstr(sample_latency(3).uuid));
  EXPECT_FALSE(fs::exists(folder_ / "data"));
}

TEST_F(ReportCommandTest, RunsAreNamedByIdByBaselineAndAsTheLatest) {
  store::StoredRun latency = sample_latency(3);
  store::StoredRun older = sample_curve();
  store::StoredRun interop = sample_interop();
  older.uuid = "11111111-0000-4000-8000-000000000000";
  older.started = latency.started - std::chrono::hours(1);
  for (const auto& one : {latency, older, interop}) {
    keep(one);
  }
  EXPECT_EQ(run({"baseline", "set", "main", older.uuid}).status, 0);
  const auto shown = [&](Arguments names) {
    names.insert(names.begin(), "report");
    names.insert(names.end(), {"--markdown", file("page.md")});
    const Finished finished = run(names);
    EXPECT_EQ(finished.status, 0) << finished.errors;
    const std::string text = folder_.read("page.md");
    std::string which;
    for (const auto& one : {latency, older, interop}) {
      which += text.find(one.uuid) == std::string::npos ? '-' : 'x';
    }
    return which;
  };
  EXPECT_EQ(shown({}), "x-x");
  EXPECT_EQ(shown({"latest"}), "--x");
  EXPECT_EQ(shown({"main"}), "-x-");
  EXPECT_EQ(shown({"main", latency.uuid}), "xx-");
  EXPECT_EQ(shown({"1111"}), "-x-");
}

TEST_F(ReportCommandTest, WhatCannotBeIsRefusedInOneLine) {
  const std::string text = folder_.write("text", "no run");
  for (const Arguments& arguments :
       std::vector<Arguments>{{"report", "nothing"},
                              {"report", "latest"},
                              {"report"},
                              {"report", "--from", file("absent")},
                              {"report", "--from", text},
                              {"report", "--from", folder_.path()},
                              {"report", "--from", text, "--output", folder_.path()}}) {
    Arguments all = arguments;
    if (all.size() < 5) {
      all.insert(all.end(), {"--output", file("page.html")});
    }
    const Finished finished = run(all);
    EXPECT_EQ(finished.status, kUsage) << arguments.back() << finished.errors;
    EXPECT_EQ(std::ranges::count(finished.errors, '\n'), 1) << finished.errors;
    EXPECT_THAT(finished.output, IsEmpty());
  }
}

TEST_F(ReportCommandTest, PE03_TheCurveOfRateAgainstClientsIsStoredAndDrawn) {
  const Finished finished =
      run({"validate", "--store", "--checks", "scaling", "--duration", "0.2"});
  const std::size_t place = finished.output.find("run: ");
  ASSERT_NE(place, std::string::npos) << finished.output << finished.errors;
  const std::string uuid = finished.output.substr(place + 5, 36);
  EXPECT_EQ(run({"report", uuid, "--output", file("page.html")}).status, 0);
  const std::string page = folder_.read("page.html");
  EXPECT_THAT(page, AllOf(HasSubstr("Calls against clients"), HasSubstr("Latency against clients"),
                          HasSubstr("scaling.clients")));
}

/// One real run; its p99 in each form that it is shown in.
TEST_F(ReportCommandTest, P99IsTheSameToTheLastDigitInEveryForm) {
  const Finished finished = run({"validate", "--store", "--checks", "latency.slo", "--duration",
                                 "0.5", "--report", file("forms")});
  const std::size_t place = finished.output.find("run: ");
  ASSERT_NE(place, std::string::npos) << finished.output << finished.errors;
  const std::string uuid = finished.output.substr(place + 5, 36);
  EXPECT_EQ(run({"baseline", "set", "main", uuid}).status, 0);
  const json kept = json::parse(run({"baseline", "show", "main"}).output);
  double stored = 0;
  for (const json& figure : kept["figures"]) {
    stored = figure["name"] == "latency_us_p99" ? figure["value"].get<double>() : stored;
  }
  const std::string p99 = digits_of(stored);
  ASSERT_GT(stored, 0);
  EXPECT_EQ(
      run({"report", uuid, "--output", file("page.html"), "--markdown", file("page.md")}).status,
      0);

  EXPECT_THAT(folder_.read("forms/validate.txt"), AnyOf(HasSubstr("latency_us_p99=" + p99 + " "),
                                                        HasSubstr("latency_us_p99=" + p99 + "\n")));
  const json report = json::parse(folder_.read("forms/validate.json"));
  const json& figures = report["checks"].back()["figures"];
  EXPECT_EQ(figures["latency_us_p99"].get<double>(), stored);
  EXPECT_THAT(folder_.read("forms/validate.xml"),
              HasSubstr("<property name=\"latency_us_p99\" value=\"" + p99 + "\"/>"));
  EXPECT_THAT(folder_.read("page.md"), HasSubstr("| " + p99 + " |"));
  EXPECT_THAT(folder_.read("page.html"), HasSubstr("<td class=\"number\">" + p99 + "</td>"));
}

}  // namespace
}  // namespace orbbench::tests
