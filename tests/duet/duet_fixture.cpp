#include "duet_fixture.hpp"

#include <array>
#include <numeric>
#include <utility>

namespace orbbench::tests {
namespace {

using duet::DuetCore;
using duet::Side;

class ProcessPair : public duet::CorePair {
 public:
  explicit ProcessPair(std::array<DuetCore, 2> cores,
                       std::array<std::unique_ptr<CoreProcess>, 2> processes)
      : processes_(std::move(processes)), cores_(std::move(cores)) {}

  const DuetCore& core(Side side) const override { return cores_[duet::index_of(side)]; }

 private:
  std::array<std::unique_ptr<CoreProcess>, 2> processes_;
  std::array<DuetCore, 2> cores_;
};

metrics::Scraper page_of(const CoreProcess& core) {
  return metrics::Scraper("http://127.0.0.1:" + std::to_string(core.ports().metrics));
}

}  // namespace

DuetCore DuetFixture::reached(const CoreProcess& core) {
  return {orb_client::Endpoint::parse(core.reference()), page_of(core)};
}

duet::PairSource DuetFixture::started_pairs() {
  return {[](Side first) {
            std::array<std::unique_ptr<CoreProcess>, 2> processes;
            for (const Side side : {first, duet::other(first)}) {
              processes[duet::index_of(side)] = std::make_unique<CoreProcess>();
            }
            const std::array<DuetCore, 2> cores{reached(*processes[0]), reached(*processes[1])};
            return std::make_unique<ProcessPair>(cores, std::move(processes));
          },
          true};
}

duet::Recording DuetFixture::record(const duet::PairSource& source,
                                    std::chrono::milliseconds length, const std::stop_token& stop) {
  return duet::record_duet(
      runtime_, source, {.length = length}, [](const std::string&) {}, stop);
}

double DuetFixture::requests_of(const CoreProcess& core) {
  const metrics::Exposition page = page_of(core).scrape();
  const auto samples = page.named("polyorb_orb_requests_total");
  return std::accumulate(
      samples.begin(), samples.end(), 0.0,
      [](double sum, const metrics::Sample* sample) { return sum + sample->value; });
}

std::jthread DuetFixture::when_busy(const CoreProcess& core, double requests,
                                    std::function<void()> action) {
  return std::jthread([&core, requests, action = std::move(action)](const std::stop_token& stop) {
    while (!stop.stop_requested() && requests_of(core) < requests) {
    }
    action();
  });
}

std::size_t count_of(const duet::Stretches& stretches) {
  return std::accumulate(stretches.begin(), stretches.end(), std::size_t{0},
                         [](std::size_t sum, const auto& stretch) { return sum + stretch.size(); });
}

}  // namespace orbbench::tests
