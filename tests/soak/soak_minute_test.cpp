// The soak that each change is put to; `make nightly` has one of ten minutes.

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "orbbench/process/child_process.hpp"
#include "soak_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;

class SoakMinuteTest : public SoakFixture {
 protected:
  nlohmann::json report() const {
    std::ifstream file(folder() / "report.json");
    return nlohmann::json::parse(file);
  }
};

TEST_F(SoakMinuteTest, ASoundCorePassesEveryCheckAtTheDeclaredRate) {
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
  ASSERT_TRUE(status) << soak.error_output();
  for (const auto& check : report().at("checks")) {
    EXPECT_EQ(check.at("verdict"), "pass") << check.dump(2);
  }
  const auto errors = report().at("checks").at(1);
  EXPECT_EQ(errors.at("name"), "soak.errors");
  EXPECT_EQ(errors.at("figures").at("calls"), 30'000);
  EXPECT_EQ(errors.at("figures").at("errors"), 0);
  EXPECT_EQ(*status, 0) << soak.error_output();
}

}  // namespace
}  // namespace orbbench::tests
