#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace orbbench::bench {

/// Brings metrics pages to a Pushgateway, for a soak that ends before it would be scraped, or that
/// nobody can reach. Each page takes the place of the one before it, there and in the queue: one
/// that is slow or away holds nobody up. Used by one thread.
class MetricsPusher {
 public:
  /// Called on a thread of the pusher's.
  using Tell = std::function<void(const std::string&)>;

  /// `url` is http://HOST[:PORT][/PREFIX], and the pages go to /metrics/job/soak/instance/ and this
  /// machine's name there; or it names the whole group itself: http://HOST/metrics/job/... Throws
  /// ConfigError for any other. `tell` is given what goes wrong, once for each reason in a row.
  MetricsPusher(const std::string& url, Tell tell);
  /// The last page is brought there first, which takes some seconds at the most.
  ~MetricsPusher();
  MetricsPusher(const MetricsPusher&) = delete;
  MetricsPusher& operator=(const MetricsPusher&) = delete;

  /// Prometheus text.
  void push(std::string page);

 private:
  void serve(const std::stop_token& stop);
  void send(const std::string& page);

  std::string server_;
  std::string path_;
  Tell tell_;
  std::string told_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<std::string> waiting_;

  std::jthread thread_;
};

}  // namespace orbbench::bench
