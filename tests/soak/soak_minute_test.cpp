// The soak that each change is put to; `make nightly` has one of ten minutes.

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "orbbench/process/child_process.hpp"
#include "soak_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;

constexpr int kInconclusive = 2;
constexpr int kSoaks = 3;

class SoakMinuteTest : public SoakFixture {
 protected:
  /// Its exit code.
  int soak() const {
    // What else this machine does meanwhile makes p99 go up and down; by ten times it does not.
    const Arguments arguments{"soak",   "--no-store", "--duration",
                              "60",     "--interval", "1",
                              "--rate", "500",        "--drift",
                              "10",     "--json",     (folder() / "report.json").string()};
    process::ChildProcess soak({.program = ORBBENCH_BINARY,
                                .arguments = arguments,
                                .errors = process::ChildProcess::Errors::Kept});
    soak.discard_output();
    const auto status = soak.wait(100s);
    EXPECT_TRUE(status) << soak.error_output();
    return status ? WEXITSTATUS(*status) : -1;
  }

  nlohmann::json report() const {
    std::ifstream file(folder() / "report.json");
    return nlohmann::json::parse(file);
  }
};

// A minute in which the machine was too restless to tell is not the core's: there are three.
TEST_F(SoakMinuteTest, ASoundCorePassesEveryCheckAtTheDeclaredRate) {
  int status = kInconclusive;
  for (int minute = 0; minute < kSoaks && status == kInconclusive; ++minute) {
    status = soak();
  }
  const nlohmann::json seen = report();
  for (const auto& check : seen.at("checks")) {
    EXPECT_EQ(check.at("verdict"), "pass") << check.at("summary");
  }
  const auto& errors = seen.at("checks").at(1);
  EXPECT_EQ(errors.at("name"), "soak.errors");
  EXPECT_EQ(errors.at("figures").at("calls"), 30'000);
  EXPECT_EQ(errors.at("figures").at("errors"), 0);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace orbbench::tests
