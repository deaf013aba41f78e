#pragma once

#include <gtest/gtest.h>

#include <thread>

#include "core_process.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {

/// A core that `orbbench latency` loads, one process for each test.
class LoadedCore {
 public:
  std::vector<std::string> latency(const std::vector<std::string>& further) const {
    std::vector<std::string> arguments{"latency", "--core", core_.address(), "--metrics", page()};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
  }

  void hold_replies_back(std::chrono::milliseconds time) const {
    orb_client::OrbRuntime runtime;
    orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core_.reference()),
                                    {.lanes = 1, .waiters = 0});
    const auto deadline = orb_client::Deadline::after(std::chrono::seconds(20));
    pool.lease(deadline)->delay_replies(time, 0, deadline);
  }

  void await_further_pings(double count) const {
    const auto deadline = orb_client::Deadline::after(std::chrono::seconds(30));
    const auto first = pings(deadline);
    while (pings(deadline) < first + count) {
      ASSERT_FALSE(deadline.expired()) << "the load never came";
    }
  }

 private:
  /// A machine that is busy may keep the page waiting for longer than a scrape's patience.
  double pings(const orb_client::Deadline& deadline) const {
    const metrics::Labels ping{{"service", "orb-core"}, {"operation", "ping"}};
    while (!deadline.expired()) {
      try {
        const metrics::Exposition shown = metrics::Scraper(page()).scrape();
        return shown.value("polyorb_orb_requests_total", ping).value_or(0);
      } catch (const metrics::ScrapeError&) {
        std::this_thread::yield();
      }
    }
    return 0;
  }

  std::string page() const { return "http://127.0.0.1:" + std::to_string(core_.ports().metrics); }

  CoreProcess core_;
};

/// In what a command printed; empty where there is none.
inline std::string run_id_in(const std::string& output) {
  const std::size_t place = output.find("run: ");
  return place == std::string::npos ? "" : output.substr(place + 5, 36);
}

}  // namespace orbbench::tests
