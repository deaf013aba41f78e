#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "checks/check.hpp"
#include "checks/scenario.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::bench {
namespace {

constexpr int kScrapes = 20;
constexpr std::chrono::milliseconds kBetweenScrapes{75};

/// Keeps scenarios running on every lane, so that the ledger is read while it moves.
class Traffic {
 public:
  explicit Traffic(CheckContext& context)
      : pool_(context.runtime, context.core,
              {.lanes = context.settings.lanes, .waiters = context.settings.lanes}) {
    for (std::size_t lane = 0; lane < context.settings.lanes; ++lane) {
      threads_.emplace_back([this](std::stop_token stop) { keep_running(stop); });
    }
  }

  /// Stops the traffic; throws what a scenario failed with.
  std::uint64_t finish() {
    threads_.clear();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return scenarios_;
  }

  std::uint64_t scenarios() const { return scenarios_; }

 private:
  void keep_running(const std::stop_token& stop) {
    try {
      auto lane = pool_.lease(orb_client::Deadline::after(std::chrono::seconds(5)));
      while (!stop.stop_requested()) {
        Scenario(*lane, fresh_widget_ids(), fresh_tag()).run();
        ++scenarios_;
      }
    } catch (...) {  // the end of a thread: finish() throws it on
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
  }

  orb_client::ConnectionPool pool_;
  std::atomic<std::uint64_t> scenarios_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;
};

/// What is wrong in a series of scrapes, each thing once.
class Findings {
 public:
  void add(const std::vector<metrics::Imbalance>& imbalances) {
    for (const auto& imbalance : imbalances) {
      if (seen_.insert(imbalance.site + "/" + imbalance.rule).second) {
        const std::string where = imbalance.site.empty() ? "" : imbalance.site + ": ";
        lines_.push_back(where + imbalance.rule + " is broken: " + imbalance.figures);
      }
    }
  }

  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::set<std::string> seen_;
  std::vector<std::string> lines_;
};

}  // namespace

CheckResult check_ledger_bookkeeping(CheckContext& context) {
  Findings findings;
  metrics::Ledger earlier = metrics::read_ledger(context.metrics.scrape());
  const std::uint64_t before = earlier.deallocations;
  findings.add(metrics::find_imbalances(earlier));
  Traffic traffic(context);
  for (int scrape = 1; scrape <= kScrapes; ++scrape) {
    throw_if_stopped(context);
    context.report("scrape " + std::to_string(scrape) + " of " + std::to_string(kScrapes) +
                   " under traffic");
    std::this_thread::sleep_for(kBetweenScrapes);
    const metrics::Ledger later = metrics::read_ledger(context.metrics.scrape());
    findings.add(metrics::find_imbalances(later));
    findings.add(metrics::find_regressions(earlier, later));
    earlier = later;
  }
  const std::uint64_t scenarios = traffic.finish();

  CheckResult result;
  result.figures = {{"scrapes", kScrapes + 1},
                    {"scenarios", static_cast<double>(scenarios)},
                    {"deallocations", static_cast<double>(earlier.deallocations - before)},
                    {"sites", static_cast<double>(earlier.sites.size())}};
  result.evidence = findings.lines();
  if (!result.evidence.empty()) {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(result.evidence.size()) + " rules of bookkeeping are broken";
    return result;
  }
  if (scenarios == 0) {
    result.summary = "no traffic passed while the ledger was read";
    return result;
  }
  result.verdict = Verdict::Pass;
  result.summary = "all identities hold at " + std::to_string(kScrapes + 1) + " scrapes under " +
                   std::to_string(scenarios) + " scenarios";
  return result;
}

}  // namespace orbbench::bench
