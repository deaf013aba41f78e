#include "duet_run.hpp"

#include <utility>

#include "checks/duet/duet_results.hpp"

namespace orbbench::bench {

std::vector<CheckResult> run_duet(orb_client::OrbRuntime& runtime, const duet::PairSource& source,
                                  const DuetOptions& options, const duet::Progress& progress,
                                  const std::stop_token& stop) {
  const duet::Recording recording =
      duet::record_duet(runtime, source, plan_of(options), progress, stop);
  progress("duet: estimating");
  return duet_results(recording, duet::judge(recording, margins_of(options), options.seed));
}

std::shared_future<std::vector<CheckResult>> duet_when_asked(orb_client::OrbRuntime& runtime,
                                                             duet::PairSource source,
                                                             const DuetOptions& options,
                                                             duet::Progress progress,
                                                             std::stop_token stop) {
  return std::async(
      std::launch::deferred,
      [&runtime, source = std::move(source), options, progress = std::move(progress),
       stop = std::move(stop)] { return run_duet(runtime, source, options, progress, stop); });
}

}  // namespace orbbench::bench
