#include "check_fixture.hpp"

#include <algorithm>

namespace orbbench::tests {

CheckFixture::CheckFixture(const CoreProcess::Settings& core)
    : core_(core),
      pool_(runtime_, orb_client::Endpoint::parse(core_.reference()), {.lanes = 1, .waiters = 0}),
      control_(pool_.lease(soon())),
      context_{runtime_,
               orb_client::Endpoint::parse(core_.reference()),
               metrics::Scraper("http://127.0.0.1:" + std::to_string(core_.ports().metrics)),
               bench::LedgerExpectations::built_in(),
               {},
               {},
               [](const std::string&) {}} {}

orb_client::Deadline CheckFixture::soon() {
  return orb_client::Deadline::after(std::chrono::seconds(5));
}

bool names_site(const std::vector<std::string>& evidence, const std::string& site) {
  return std::any_of(evidence.begin(), evidence.end(),
                     [&](const std::string& line) { return line.starts_with(site + ": "); });
}

}  // namespace orbbench::tests
