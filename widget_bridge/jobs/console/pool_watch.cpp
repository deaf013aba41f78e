#include "console/pool_watch.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace orbbench::console {
namespace {

constexpr std::chrono::milliseconds kLookPause{250};
constexpr std::chrono::milliseconds kScrapePause{2000};
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kConnections = "polyorb_connection_pool_size";

}  // namespace

PoolWatch::PoolWatch()
    : connections_(kUnknown),
      looking_(kLookPause, [this] { look(); }),
      scraping_(kScrapePause, [this] { scrape(); }) {}

void PoolWatch::request_stop() {
  looking_.request_stop();
  scraping_.request_stop();
}

void PoolWatch::watch(std::shared_ptr<CoreSession> session) {
  PoolHistory old;
  {
    const std::lock_guard lock(mutex_);
    if (session == session_) {
      return;
    }
    std::swap(session_, session);
    std::swap(history_, old);
    connections_ = kUnknown;
  }
  ++version_;
}

std::shared_ptr<CoreSession> PoolWatch::session() const {
  const std::lock_guard lock(mutex_);
  return session_;
}

PoolHistory PoolWatch::read(double after) const {
  const std::lock_guard lock(mutex_);
  const auto first = std::ranges::upper_bound(history_.points, after, {}, &PoolPoint::at);
  return {.endpoints = history_.endpoints,
          .points = {first, history_.points.end()},
          .breakers = history_.breakers,
          .forgotten_points = history_.forgotten_points,
          .metrics_trouble = history_.metrics_trouble};
}

void PoolWatch::look() {
  const auto session = this->session();
  if (!session) {
    return;
  }
  const auto pools = session->client().pools();
  auto breakers = session->client().breakers();
  PoolPoint point{.at = std::chrono::duration<double>(Clock::now() - begin_).count(),
                  .endpoints = {}};
  std::vector<std::string> names;
  for (const orb_client::EndpointPool& pool : pools) {
    names.push_back(pool.endpoint);
    point.endpoints.push_back(pool.pool);
  }
  const std::lock_guard lock(mutex_);
  if (session != session_) {
    return;
  }
  point.connections = connections_;
  history_.endpoints = std::move(names);
  history_.breakers = std::move(breakers);
  history_.points.push_back(std::move(point));
  if (history_.points.size() > kMostPoints) {
    history_.points.pop_front();
    ++history_.forgotten_points;
  }
  ++version_;
}

void PoolWatch::scrape() {
  const auto session = this->session();
  if (!session) {
    return;
  }
  double connections = kUnknown;
  std::string trouble = "the connection names no metrics page";
  if (session->metrics()) {
    try {
      const metrics::Exposition page = session->metrics()->scrape();
      const auto samples = page.named(kConnections);
      trouble = samples.empty() ? std::string("the metrics page has no ") + kConnections : "";
      connections = samples.empty() ? kUnknown : samples.front()->value;
    } catch (const metrics::ScrapeError& error) {
      trouble = error.what();
    }
  }
  const std::lock_guard lock(mutex_);
  if (session == session_) {
    connections_ = connections;
    history_.metrics_trouble = std::move(trouble);
  }
}

}  // namespace orbbench::console
