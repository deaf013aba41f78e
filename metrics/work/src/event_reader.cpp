#include "orbbench/work/event_reader.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "redis_link.hpp"

namespace orbbench::work {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// An entry that was trimmed meanwhile has no fields.
Event event_of(const redisReply& entry) {
  const auto parts = elements_of(entry);
  Event event;
  if (parts.size() != 2) {
    return event;
  }
  event.entry_id = text_of(*parts[0]);
  std::map<std::string, std::string> fields;
  const auto texts = elements_of(*parts[1]);
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2) {
    fields[text_of(*texts[i])] = text_of(*texts[i + 1]);
  }
  event.event_id = std::strtoll(fields["event_id"].c_str(), nullptr, 10);
  event.at = fields["at"];
  event.kind = fields["kind"];
  event.body = fields["body"];
  return event;
}

std::vector<Event> events_of(const redisReply& entries) {
  std::vector<Event> events;
  for (const redisReply* entry : elements_of(entries)) {
    events.push_back(event_of(*entry));
  }
  return events;
}

}  // namespace

class EventReader::Implementation {
 public:
  explicit Implementation(Settings settings) : settings_(std::move(settings)) {}

  std::vector<Event> read(milliseconds wait) {
    return with_link([&] {
      for (auto take : {&Implementation::take_own, &Implementation::take_over}) {
        if (auto events = (this->*take)(); !events.empty()) {
          return events;
        }
      }
      return take_new(wait);
    });
  }

  void acknowledge(const std::vector<Event>& events) {
    RedisWords words{"XACK", kEventStream, settings_.group};
    for (const Event& event : events) {
      words.push_back(event.entry_id);
    }
    if (!events.empty()) {
      with_link([&] { return link_->command(words); });
    }
  }

 private:
  /// A Redis that came back without the stream has no group either, and a group is made anew.
  template <class Body>
  auto with_link(Body&& body) -> decltype(body()) try {
    try {
      connect();
      return body();
    } catch (const RedisRefusal& refusal) {
      if (!refusal.is("NOGROUP")) {
        throw;
      }
      make_group();
      return body();
    }
  } catch (const EventStreamError&) {
    link_.reset();
    throw;
  }

  void connect() {
    if (!link_) {
      link_.emplace(settings_.redis);
      make_group();
      own_after_ = "0-0";
      next_claim_ = Clock::now();
    }
  }

  void make_group() {
    try {
      link_->command({"XGROUP", "CREATE", kEventStream, settings_.group, "0", "MKSTREAM"});
    } catch (const RedisRefusal& refusal) {
      if (!refusal.is("BUSYGROUP")) {
        throw;
      }
    }
  }

  RedisWords reading(const RedisWords& further) const {
    RedisWords words{"XREADGROUP",       "GROUP", settings_.group,
                     settings_.consumer, "COUNT", std::to_string(settings_.batch)};
    words.insert(words.end(), further.begin(), further.end());
    return words;
  }

  /// Of the one stream that was asked for.
  static std::vector<Event> events_of_stream(const redisReply& reply) {
    const auto streams = elements_of(reply);
    const auto parts = streams.empty() ? streams : elements_of(*streams[0]);
    return parts.size() == 2 ? events_of(*parts[1]) : std::vector<Event>();
  }

  /// Drops what was trimmed before it was acknowledged: nobody can have it any more.
  std::vector<Event> without_trimmed(std::vector<Event> events) {
    std::vector<Event> trimmed;
    for (const Event& event : events) {
      if (event.kind.empty() && !event.entry_id.empty()) {
        trimmed.push_back(event);
      }
    }
    if (!trimmed.empty()) {
      acknowledge(trimmed);
    }
    std::erase_if(events, [](const Event& event) { return event.kind.empty(); });
    return events;
  }

  std::vector<Event> take_own() {
    while (!own_after_.empty()) {
      auto events =
          events_of_stream(*link_->command(reading({"STREAMS", kEventStream, own_after_})));
      own_after_ = events.empty() ? "" : events.back().entry_id;
      events = without_trimmed(std::move(events));
      if (!events.empty()) {
        return events;
      }
    }
    return {};
  }

  std::vector<Event> take_over() {
    if (Clock::now() < next_claim_) {
      return {};
    }
    const RedisReply reply =
        link_->command({"XAUTOCLAIM", kEventStream, settings_.group, settings_.consumer,
                        std::to_string(settings_.reclaim_after.count()), claim_from_, "COUNT",
                        std::to_string(settings_.batch)});
    const auto parts = elements_of(*reply);
    claim_from_ = parts.empty() ? "0-0" : text_of(*parts[0]);
    if (claim_from_ == "0-0") {
      next_claim_ = Clock::now() + settings_.reclaim_after / 2;
    }
    return parts.size() < 2 ? std::vector<Event>() : without_trimmed(events_of(*parts[1]));
  }

  std::vector<Event> take_new(milliseconds wait) {
    // Redis takes 0 for ever, and the link is cut off before long.
    const milliseconds block = std::clamp(wait, milliseconds(1), milliseconds(2000));
    return without_trimmed(events_of_stream(*link_->command(
        reading({"BLOCK", std::to_string(block.count()), "STREAMS", kEventStream, ">"}))));
  }

  Settings settings_;
  std::optional<RedisLink> link_;
  std::string own_after_;  ///< empty when all of it was read
  std::string claim_from_ = "0-0";
  Clock::time_point next_claim_;
};

EventReader::EventReader(Settings settings)
    : implementation_(std::make_unique<Implementation>(std::move(settings))) {}
EventReader::~EventReader() = default;
EventReader::EventReader(EventReader&&) noexcept = default;

std::vector<Event> EventReader::read(milliseconds wait) {
  return implementation_->read(wait);
}

void EventReader::acknowledge(const std::vector<Event>& events) {
  implementation_->acknowledge(events);
}

}  // namespace orbbench::work
