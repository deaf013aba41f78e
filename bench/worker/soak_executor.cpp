#include "worker/soak_executor.hpp"

#include "load/orb_load.hpp"
#include "load/tcp_floor.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/store/run_json.hpp"
#include "soak/core_sampler.hpp"
#include "soak/interval_form.hpp"
#include "soak/soak_run.hpp"
#include "worker/soak_conclusion.hpp"
#include "worker/soak_item.hpp"

namespace orbbench::bench {
namespace {

work::ItemResult result_of(const SoakInterval& interval, const std::string& work_id) {
  return {store::to_json(stored_form(interval, work_id)),
          metrics::encode_hdr(interval.calls.times.from_intended.expand())};
}

}  // namespace

std::optional<work::ItemResult> SoakExecutor::execute(const work::LeasedItem& item,
                                                      const std::stop_token& stop) {
  const SharedSoak soak = parse_shared_soak(item.plan);
  const auto ordinal = static_cast<std::size_t>(item.ordinal);
  const SoakPlan plan = soak.plan_of_item(ordinal);
  OrbLoad load(runtime_, orb_client::Endpoint::parse(soak.core), plan.scenario);
  load.warm_up(stop);
  CoreSampler sampler(metrics::Scraper(soak.metrics), std::nullopt);
  TcpFloor floor(kPingRequestOctets, kPingReplyOctets);
  SoakInterval measured;
  SoakSurroundings surroundings;
  surroundings.lanes = load.lanes();
  surroundings.floor = [&] { floor.round_trip(); };
  surroundings.sample = [&](std::uint64_t calls) { return sampler.sample(calls); };
  surroundings.keep = [&](const SoakInterval& interval) { measured = interval; };
  SoakRecord record;
  const SoakEnd end = SoakRun(plan, surroundings, record).run(stop);
  if (end.reason == SoakEnd::Reason::Interrupted) {
    return std::nullopt;
  }
  measured.index = ordinal;
  return result_of(measured, item.work_id);
}

store::StoredRun SoakExecutor::conclude(const work::RunInfo& run,
                                        const std::vector<work::ItemInfo>& items) const {
  return conclude_soak(parse_shared_soak(run.plan), run, items);
}

}  // namespace orbbench::bench
