#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/core_client.hpp"
#include "orbbench/widget_bridge/core_widgets.hpp"

namespace orbbench::console {

/// A core as the user names it; the words of `orbbench validate --core --metrics`.
struct CoreAddress {
  std::string core;     ///< IOR, corbaloc, corbaname, file with an IOR, host:port
  std::string metrics;  ///< http://host:port/metrics; empty where there is none
  bool operator==(const CoreAddress&) const = default;
};

/// The longest that any call of the console may take: its window closes within two seconds even in
/// the midst of one.
inline constexpr std::chrono::milliseconds kCallLimit{1500};

/// The console's way to one core: a pool of lanes of its own, shared by all panels. Thread-safe.
class CoreSession {
 public:
  /// Connects nothing yet. Throws ConfigError or metrics::ScrapeError for an address that cannot
  /// be. The runtime and the observer, if any, must outlive it.
  CoreSession(orb_client::OrbRuntime& runtime, CoreAddress address,
              orb_client::CallObserver* observer = nullptr);

  const CoreAddress& address() const { return address_; }
  orb_client::CoreClient& client() { return client_; }
  widget_bridge::CoreWidgets& widgets() { return widgets_; }
  const std::optional<metrics::Scraper>& metrics() const { return metrics_; }

  /// Whether something measures the core, and the console makes no calls of its own accord: what is
  /// counted exactly needs the core alone. What the user asks for is done all the same.
  bool rests() const { return rests_; }
  void begin_rest() { rests_ = true; }
  void end_rest() { rests_ = false; }

  /// Now and the call limit; in the past while the console ends.
  static orb_client::Deadline deadline();

  /// While it lives no call begins in any session: the console ends, and the jobs that wait are
  /// not to take a call limit each.
  class Ending {
   public:
    Ending();
    ~Ending();
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;
  };

 private:
  CoreAddress address_;
  orb_client::CoreClient client_;
  widget_bridge::CoreWidgets widgets_;
  std::optional<metrics::Scraper> metrics_;
  std::atomic<bool> rests_ = false;
};

}  // namespace orbbench::console
