#include "duet/slower_candidate.hpp"

#include <chrono>
#include <utility>

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::duet {
namespace {

constexpr double kPercent = 100;
constexpr std::chrono::seconds kCallBudget{5};

void hold_replies_back(orb_client::OrbRuntime& runtime, const DuetCore& core, double share) {
  const auto deadline = orb_client::Deadline::after(kCallBudget);
  orb_client::ConnectionPool pool(runtime, core.endpoint, {.lanes = 1, .waiters = 0});
  pool.lease(deadline)->delay_replies({}, kPercent * share, deadline);
}

}  // namespace

PairSource slow_candidate(PairSource source, orb_client::OrbRuntime& runtime,
                          double servant_share) {
  const bool starts_anew = source.starts_anew;
  return {[source = std::move(source), &runtime, servant_share](Side first) {
            auto pair = source.open(first);
            if (servant_share > 0) {
              hold_replies_back(runtime, pair->core(Side::Candidate), servant_share);
            }
            return pair;
          },
          starts_anew};
}

}  // namespace orbbench::duet
