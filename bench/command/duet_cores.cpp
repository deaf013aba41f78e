#include "duet_cores.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "orbbench/launcher/stack.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using duet::CorePair;
using duet::DuetCore;
using duet::PairSource;
using duet::Side;
using launcher::FaultInjection;
using orb_client::ConfigError;

metrics::Scraper make_scraper(const std::string& url) {
  try {
    return metrics::Scraper(url);
  } catch (const metrics::ScrapeError& error) {
    throw ConfigError(error.what());
  }
}

bool is_program(const DuetCoreChoice& choice) {
  return choice.address.empty();
}

DuetCore running_core(const DuetCoreChoice& choice) {
  std::optional<metrics::Scraper> metrics;
  if (!choice.metrics.empty()) {
    metrics = make_scraper(choice.metrics);
  }
  return {orb_client::Endpoint::parse(choice.address), metrics};
}

/// A core in a private stack of its own.
class StartedCore {
 public:
  StartedCore(const std::filesystem::path& program, FaultInjection faults,
              const std::stop_token& stop)
      : stack_(start(program, faults, stop)),
        core_{orb_client::Endpoint::parse(stack_.endpoints().core->reference),
              metrics::Scraper(stack_.endpoints().core->metrics_url)} {}

  const DuetCore& core() const { return core_; }

 private:
  static launcher::Stack start(const std::filesystem::path& program, FaultInjection faults,
                               const std::stop_token& stop) {
    launcher::StackOptions options;
    options.parts = {"core"};
    options.core_binary = program;
    options.fault_injection = faults;
    return launcher::Stack::start(options, {}, stop);
  }

  launcher::Stack stack_;
  DuetCore core_;
};

using Starter = std::function<std::shared_ptr<const StartedCore>()>;

/// Each side is started when it is its turn, or runs already.
class StartedPair : public CorePair {
 public:
  StartedPair(const std::array<Starter, 2>& starters, Side first) {
    for (const Side side : {first, duet::other(first)}) {
      cores_[duet::index_of(side)] = starters[duet::index_of(side)]();
    }
  }

  const DuetCore& core(Side side) const override { return cores_[duet::index_of(side)]->core(); }

 private:
  std::array<std::shared_ptr<const StartedCore>, 2> cores_;
};

/// A program beside a core that runs already.
class MixedPair : public CorePair {
 public:
  MixedPair(std::unique_ptr<StartedCore> started, Side started_side, DuetCore running)
      : started_(std::move(started)), started_side_(started_side), running_(std::move(running)) {}

  const DuetCore& core(Side side) const override {
    return side == started_side_ ? started_->core() : running_;
  }

 private:
  std::unique_ptr<StartedCore> started_;
  Side started_side_;
  DuetCore running_;
};

Starter starter_of(const std::filesystem::path& program, FaultInjection faults,
                   const std::stop_token& stop) {
  return [program, faults, stop] {
    return std::make_shared<const StartedCore>(program, faults, stop);
  };
}

PairSource mixed_pair(const DuetCoreChoice& program, Side side, DuetCore running,
                      const std::stop_token& stop) {
  return {[program = program.program, side, running = std::move(running), stop](Side) {
            return std::make_unique<MixedPair>(
                std::make_unique<StartedCore>(program, FaultInjection::Disabled, stop), side,
                running);
          },
          false};
}

void require_address(const DuetCoreChoice& choice) {
  if (is_program(choice) && !choice.metrics.empty()) {
    throw ConfigError("the metrics " + choice.metrics +
                      " are of a core that was not given; name its address too");
  }
  if (!is_program(choice) && !choice.program.empty()) {
    throw ConfigError("both the address " + choice.address + " and the program " +
                      choice.program.string() + " were given for one core; leave one out");
  }
}

}  // namespace

PairSource pair_of(const DuetCoreChoice& baseline, const DuetCoreChoice& candidate,
                   std::stop_token stop) {
  require_address(baseline);
  require_address(candidate);
  if (is_program(baseline) && is_program(candidate)) {
    const std::array<Starter, 2> starters{
        starter_of(baseline.program, FaultInjection::Disabled, stop),
        starter_of(candidate.program, FaultInjection::Disabled, stop)};
    return {[starters](Side first) { return std::make_unique<StartedPair>(starters, first); },
            true};
  }
  if (is_program(baseline)) {
    return mixed_pair(baseline, Side::Baseline, running_core(candidate), stop);
  }
  if (is_program(candidate)) {
    return mixed_pair(candidate, Side::Candidate, running_core(baseline), stop);
  }
  return duet::running_pair(running_core(baseline), running_core(candidate));
}

PairSource identical_pair_with_faults(std::stop_token stop) {
  const Starter starter = starter_of({}, FaultInjection::Enabled, stop);
  return {[starter](Side first) {
            return std::make_unique<StartedPair>(std::array<Starter, 2>{starter, starter}, first);
          },
          true};
}

}  // namespace orbbench::bench
