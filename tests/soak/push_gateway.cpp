#include "push_gateway.hpp"

#include <chrono>
#include <stdexcept>

#include "orbbench/launcher/free_port.hpp"
#include "orbbench/metrics/scraper.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using process::ChildProcess;

constexpr int kPortAttempts = 5;

}  // namespace

std::string why_no_push_gateway() {
  return std::string(ORBBENCH_PUSHGATEWAY).empty() ? "needs Debian's package prometheus-pushgateway"
                                                   : "";
}

PushGateway::PushGateway() {
  for (int attempt = 0; attempt < kPortAttempts; ++attempt) {
    port_ = launcher::find_free_port();
    process_ = std::make_unique<ChildProcess>(ChildProcess::Settings{
        .program = ORBBENCH_PUSHGATEWAY,
        // Debian's keeps a file that all of them would share.
        .arguments = {"--web.listen-address=127.0.0.1:" + std::to_string(port_),
                      "--persistence.file="},
        .errors = ChildProcess::Errors::Kept});
    process_->discard_output();
    const auto limit = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < limit && !process_->wait(20ms)) {
      if (is_ready()) {
        return;
      }
    }
    if (process_->error_output().find("address already in use") == std::string::npos) {
      break;
    }
  }
  throw std::runtime_error("the Pushgateway does not come up\n" + process_->error_output());
}

bool PushGateway::is_ready() const try {
  return !page().samples().empty();
} catch (const metrics::ScrapeError&) {
  return false;
}

metrics::Exposition PushGateway::page() const {
  return metrics::Scraper(url()).scrape();
}

}  // namespace orbbench::tests
