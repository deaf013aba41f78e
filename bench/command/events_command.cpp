#include "events_command.hpp"

#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/work/event_reader.hpp"
#include "redis_choice.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using nlohmann::ordered_json;

constexpr double kDefaultReclaim = 30;
constexpr std::size_t kLongestName = 64;

struct EventsOptions {
  std::string group;
  std::string consumer;
  std::string redis;
  double reclaim_s = kDefaultReclaim;
  bool drain = false;
};

std::string this_process() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string(host.data()).substr(0, kLongestName / 2) + "-" + std::to_string(getpid());
}

work::EventReader::Settings settings_of(const EventsOptions& options) {
  if (options.group.empty() || options.group.size() > kLongestName ||
      options.consumer.size() > kLongestName) {
    throw orb_client::ConfigError("the name of a group or a consumer has 1 to 64 characters");
  }
  work::EventReader::Settings settings;
  settings.redis = choose_redis(options.redis);
  settings.group = options.group;
  settings.consumer = options.consumer.empty() ? this_process() : options.consumer;
  settings.reclaim_after =
      std::chrono::milliseconds(static_cast<std::int64_t>(1000 * options.reclaim_s));
  return settings;
}

std::string line_of(const work::Event& event) {
  const ordered_json body = ordered_json::parse(event.body, nullptr, false);
  const ordered_json line{{"event_id", event.event_id},
                          {"at", event.at},
                          {"kind", event.kind},
                          {"body", body.is_discarded() ? ordered_json(event.body) : body}};
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

void write_out(const std::vector<work::Event>& events) {
  for (const work::Event& event : events) {
    std::cout << line_of(event);
  }
  if (!std::cout.flush()) {
    throw std::runtime_error("could not write the events: is the disk full?");
  }
}

/// A while, or until it is to end.
void rest(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wakeup;
  std::unique_lock lock(mutex);
  wakeup.wait_for(lock, stop, 500ms, [] { return false; });
}

/// Hands on what comes next, and lets go of it once it is written out. False if nothing came.
bool hand_on(work::EventReader& reader) {
  const std::vector<work::Event> events = reader.read(500ms);
  write_out(events);
  reader.acknowledge(events);
  return !events.empty();
}

int follow(const EventsOptions& options) {
  work::EventReader reader(settings_of(options));
  const launcher::StopSignals signals;
  std::string told;
  while (!signals.token().stop_requested()) {
    try {
      if (!hand_on(reader) && options.drain) {
        break;
      }
      told.clear();
    } catch (const work::EventStreamUnavailable& away) {
      if (options.drain) {
        throw;
      }
      if (std::exchange(told, away.what()) != away.what()) {
        tell_user(told + "; waiting for it");
      }
      rest(signals.token());
    }
  }
  return 0;
}

}  // namespace

void add_events_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand(
      "events", "Follow what happens to shared work, as lines of JSON; each at least once");
  auto options = std::make_shared<EventsOptions>();
  command
      ->add_option("--group", options->group,
                   "Consumers of one group share the events; a new one begins with the oldest")
      ->required();
  command->add_option("--consumer", options->consumer,
                      "This one's name in the group; host and process if not given");
  command->add_option("--redis", options->redis,
                      "HOST:PORT; REDIS_HOST and REDIS_PORT if not given");
  command
      ->add_option("--reclaim-after", options->reclaim_s,
                   "Seconds after which an event that another consumer has not finished with is "
                   "taken over")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str();
  command->add_flag("--drain", options->drain, "End when there is nothing left to read");
  command->callback([options, &chosen] { chosen = [options] { return follow(*options); }; });
}

}  // namespace orbbench::bench
