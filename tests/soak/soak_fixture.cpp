#include "soak_fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <thread>

#include "orbbench/launcher/kept_database.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/store/results_store.hpp"
#include "soak/interval_form.hpp"

namespace orbbench::tests {

Arguments SoakFixture::environment() const {
  Arguments all = StackFixture::environment();
  all.push_back("XDG_DATA_HOME=" + (folder() / "data").string());
  all.push_back("ORBBENCH_RESULTS_URL=");
  return all;
}

Arguments SoakFixture::soak(int intervals, const Arguments& further, int rate) {
  Arguments arguments{"soak",
                      "--interval",
                      "0.5",
                      "--drift",
                      "1000",
                      "--warm-up",
                      std::to_string(intervals / 6),
                      "--rate",
                      std::to_string(rate),
                      "--duration",
                      std::to_string(intervals / 2)};
  arguments.insert(arguments.end(), further.begin(), further.end());
  return arguments;
}

Finished SoakFixture::run(const Arguments& arguments) const {
  CommandRun command(arguments, environment());
  const int status = command.exit_status();
  return {status, command.output(), command.errors()};
}

std::string SoakFixture::after(const std::string& output, const std::string& word) {
  std::smatch match;
  return std::regex_search(output, match, std::regex(word + " ([-0-9a-f]+)")) ? match[1].str() : "";
}

std::size_t SoakFixture::await_elapsed(CommandRun& command, double seconds) {
  EXPECT_TRUE(command.await_output("metrics: port "));
  EXPECT_TRUE(command.await_output("soak: "));
  const metrics::Scraper page("http://127.0.0.1:" + after(command.output(), "metrics: port"));
  double elapsed = 0;
  EXPECT_TRUE(eventually([&] {
    elapsed = page.scrape().value("orbbench_soak_elapsed_seconds", {}).value_or(0);
    return elapsed >= seconds;
  }));
  return static_cast<std::size_t>(2 * elapsed);  // intervals
}

std::vector<bench::SoakInterval> SoakFixture::kept_intervals(const std::string& soak) const {
  const auto server = launcher::KeptDatabase::open(folder() / "data/orbbench/results");
  store::ResultsStore store(server.connection_string());
  std::vector<bench::SoakInterval> intervals;
  for (const auto& run : store.list({.kind = bench::kIntervalKind, .limit = 1000})) {
    const auto stored = store.load(run.uuid);
    EXPECT_EQ(stored->fingerprint.at("soak"), soak);
    intervals.push_back(bench::read_interval(*stored));
  }
  std::ranges::sort(intervals, {}, &bench::SoakInterval::index);
  return intervals;
}

void SoakFixture::let_pass(std::chrono::microseconds most) {
  std::uniform_int_distribution<std::int64_t> any(0, most.count());
  std::this_thread::sleep_for(std::chrono::microseconds(any(random_)));
}

unsigned SoakFixture::chosen_seed() {
  const char* given = std::getenv("ORBBENCH_TEST_SEED");
  return given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::atoll(given));
}

}  // namespace orbbench::tests
