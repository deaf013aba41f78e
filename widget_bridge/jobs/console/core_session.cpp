#include "console/core_session.hpp"

#include <atomic>
#include <utility>

namespace orbbench::console {
namespace {

std::atomic<int> endings = 0;

constexpr std::size_t kLanes = 8;
constexpr std::size_t kWaiters = 64;

orb_client::CoreClientOptions options_for(const CoreAddress& address) {
  orb_client::CoreClientOptions options;
  options.endpoints = {orb_client::Endpoint::parse(address.core)};
  options.pool.lanes = kLanes;
  options.pool.waiters = kWaiters;
  return options;
}

std::optional<metrics::Scraper> scraper_for(const CoreAddress& address) {
  if (address.metrics.empty()) {
    return std::nullopt;
  }
  return metrics::Scraper(address.metrics, {.timeout = kCallLimit});
}

}  // namespace

CoreSession::CoreSession(orb_client::OrbRuntime& runtime, CoreAddress address,
                         orb_client::CallObserver* observer)
    : address_(std::move(address)),
      client_(runtime, options_for(address_), observer),
      widgets_(client_),
      metrics_(scraper_for(address_)) {}

orb_client::Deadline CoreSession::deadline() {
  return orb_client::Deadline::after(endings > 0 ? std::chrono::milliseconds(0) : kCallLimit);
}

CoreSession::Ending::Ending() {
  ++endings;
}

CoreSession::Ending::~Ending() {
  --endings;
}

}  // namespace orbbench::console
