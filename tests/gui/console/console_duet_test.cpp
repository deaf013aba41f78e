#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "command_run.hpp"
#include "console_fixture.hpp"
#include "core_process.hpp"
#include "duet/judgement.hpp"
#include "orbbench/metrics/estimates.hpp"
#include "orbbench/metrics/non_inferiority.hpp"

namespace orbbench::tests {
namespace {

using metrics::NonInferiority;
using namespace std::chrono_literals;

using Figures = std::map<std::string, double>;

std::size_t pairs_wanted() {
  const char* pairs = std::getenv("ORBBENCH_CONSOLE_DUET_PAIRS");
  return pairs != nullptr ? std::strtoul(pairs, nullptr, 10) : 4;
}

const char* word_for(NonInferiority decision) {
  switch (decision) {
    case NonInferiority::Shown:
      return "equivalent";
    case NonInferiority::Refuted:
      return "worse";
    case NonInferiority::Undecided:
      return "undecided";
    case NonInferiority::NotMeasured:
      break;
  }
  return "not measured";
}

// A core is measured by a process of its own, with the console open beside it and without, in turn.
class ConsoleDuetTest : public ConsoleFixture {
 protected:
  // A run that says itself that it was disturbed is made again, the same for both sides.
  Figures measure() {
    constexpr int kTries = 3;
    std::string trouble;
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const Finished run = run_load();
      if (run.status == 0) {
        std::ifstream file(result());
        const auto figures = nlohmann::json::parse(file).at("checks").at(0).at("figures");
        return {{"p50", figures.at("latency_us_p50")}, {"p99", figures.at("latency_us_p99")}};
      }
      trouble = run.output + run.errors;
    }
    throw std::runtime_error("no load of three was undisturbed: " + trouble);
  }

  std::filesystem::path result() { return folder() / "latency.json"; }

  Finished run_load() {
    auto run = std::async(std::launch::async, [this] {
      return finish({"latency", "--core", core_.address(), "--rate", "500", "--lanes", "2",
                     "--duration", "2", "--json", result().string()},
                    {});
    });
    if (is_open_) {
      run_until(
          [&] {
            desk().samples.add("shown meanwhile", std::chrono::steady_clock::now(), 100us);
            return run.wait_for(0s) == std::future_status::ready;
          },
          60s);
    }
    return run.get();
  }

  Figures measure_without() {
    close();
    is_open_ = false;
    return measure();
  }

  Figures measure_with() {
    restart();
    is_open_ = true;
    connect(core_.address(),
            "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics");
    open("Latency");
    return measure();
  }

  static NonInferiority judge(const std::string& figure,
                              const std::vector<std::pair<Figures, Figures>>& pairs,
                              double margin) {
    std::vector<std::pair<double, double>> values;
    for (const auto& [without, with] : pairs) {
      values.emplace_back(without.at(figure), with.at(figure));
    }
    const auto estimate = metrics::ratio_of_pairs(values);
    const auto interval = estimate.interval(duet::kVerdictConfidence);
    const auto decision = metrics::judge_non_inferiority(interval, 1 + margin);
    std::cout << figure << " with the console open: " << estimate.ratio << " times ("
              << interval.low << " to " << interval.high << "), " << values.size()
              << " pairs; margin " << margin << ": " << word_for(decision) << '\n';
    return decision;
  }

  CoreProcess core_;
  bool is_open_ = true;
};

TEST_F(ConsoleDuetTest, AnOpenConsoleDoesNotSlowTheCoreThatItShows) {
  measure_without();  // warms both up
  std::vector<std::pair<Figures, Figures>> pairs;
  for (std::size_t pair = 0; pair < pairs_wanted(); ++pair) {
    Figures without;
    Figures with;
    if (pair % 2 == 0) {
      without = measure_without();
      with = measure_with();
    } else {
      with = measure_with();
      without = measure_without();
    }
    pairs.emplace_back(std::move(without), std::move(with));
  }
  const duet::Margins margins;
  EXPECT_NE(judge("p50", pairs, margins.p50), NonInferiority::Refuted);
  EXPECT_NE(judge("p99", pairs, margins.p99), NonInferiority::Refuted);
}

}  // namespace
}  // namespace orbbench::tests
