#include "orbbench/work/event_relay.hpp"

#include <optional>
#include <pqxx/pqxx>
#include <utility>

#include "instant_column.hpp"
#include "redis_link.hpp"
#include "store_connection.hpp"

namespace orbbench::work {
namespace {

using store::Transaction;

constexpr std::size_t kBatch = 500;

// Any number will do, as long as all relays agree on it.
constexpr const char* kLock = "SELECT pg_try_advisory_xact_lock(6866231904513)";

/// Redis's order of ids, <milliseconds>-<number>, which is not that of texts.
const std::string kPlace = "string_to_array(entry_id, '-')::bigint[]";

/// The id of the entry that the stream has got last; 0-0 where there is no stream.
std::string last_entry(RedisLink& redis) {
  try {
    const RedisReply facts = redis.command({"XINFO", "STREAM", kEventStream});
    const auto pairs = elements_of(*facts);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      if (text_of(*pairs[i]) == "last-generated-id") {
        return text_of(*pairs[i + 1]);
      }
    }
  } catch (const RedisRefusal& refusal) {
    if (!refusal.is("ERR no such key")) {
      throw;
    }
  }
  return "0-0";
}

/// What Redis had, and does not have any more, is waiting again.
void take_back_what_was_lost(Transaction& work, RedisLink& redis) {
  work.exec_params0(
      "UPDATE orbbench.work_outbox SET entry_id = NULL WHERE entry_id IS NOT NULL "
      "AND " +
          kPlace + " > string_to_array($1, '-')::bigint[]",
      last_entry(redis));
}

pqxx::result waiting_events(Transaction& work) {
  return work.exec_params("SELECT event_id, " + instant_text("at") +
                              ", kind, body FROM orbbench.work_outbox WHERE entry_id IS NULL "
                              "ORDER BY event_id LIMIT $1",
                          static_cast<int>(kBatch));
}

RedisWords entry_of(const pqxx::row& event, std::size_t stream_length) {
  return {"XADD",
          kEventStream,
          "MAXLEN",
          "~",
          std::to_string(stream_length),
          "*",
          "event_id",
          event[0].c_str(),
          "at",
          event[1].c_str(),
          "kind",
          event[2].c_str(),
          "body",
          event[3].c_str()};
}

void note_entries(Transaction& work, const pqxx::result& events,
                  const std::vector<RedisReply>& entries) {
  std::string rows;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    rows += (rows.empty() ? "(" : ", (") +
            std::string(events[static_cast<pqxx::result::size_type>(i)][0].c_str()) + ", " +
            work.quote(text_of(*entries[i])) + ")";
  }
  work.exec0("UPDATE orbbench.work_outbox o SET entry_id = e.entry_id FROM (VALUES " + rows +
             ") AS e (event_id, entry_id) WHERE o.event_id = e.event_id");
}

void remove_what_the_stream_dropped(Transaction& work, std::size_t stream_length) {
  work.exec_params0(
      "DELETE FROM orbbench.work_outbox WHERE entry_id IS NOT NULL AND event_id <= (SELECT "
      "event_id FROM orbbench.work_outbox WHERE entry_id IS NOT NULL ORDER BY event_id DESC "
      "OFFSET $1 LIMIT 1)",
      static_cast<std::int64_t>(stream_length));
}

}  // namespace

class EventRelay::Implementation {
 public:
  Implementation(std::string target, RedisAddress redis, std::size_t stream_length)
      : database_(std::move(target), std::chrono::seconds(40), store::Isolation::ReadCommitted),
        address_(std::move(redis)),
        stream_length_(stream_length) {}

  std::size_t relay() try {
    std::size_t carried = 0;
    for (;;) {
      const auto batch = database_.query([&](Transaction& work) { return carry_batch(work); });
      if (!batch) {
        return carried;
      }
      is_checked_ = true;
      carried += *batch;
      if (*batch < kBatch) {
        return carried;
      }
    }
  } catch (const EventStreamError&) {
    redis_.reset();
    is_checked_ = false;
    throw;
  }

 private:
  /// Nothing while another relay carries. What is not committed then is carried again.
  std::optional<std::size_t> carry_batch(Transaction& work) {
    if (!work.exec1(kLock)[0].as<bool>()) {
      return std::nullopt;
    }
    if (!redis_) {
      redis_.emplace(address_);
    }
    // A server that crashed breaks the link, and so a link sees one life of it; a link that is not
    // used is not known to be broken.
    redis_->command({"PING"});
    if (!is_checked_) {
      take_back_what_was_lost(work, *redis_);
    }
    const pqxx::result events = waiting_events(work);
    if (!events.empty()) {
      carry(work, events);
    }
    return static_cast<std::size_t>(events.size());
  }

  void carry(Transaction& work, const pqxx::result& events) {
    std::vector<RedisWords> entries;
    for (const auto& event : events) {
      entries.push_back(entry_of(event, stream_length_));
    }
    note_entries(work, events, redis_->commands(entries));
    remove_what_the_stream_dropped(work, stream_length_);
  }

  store::StoreConnection database_;
  RedisAddress address_;
  std::size_t stream_length_;
  std::optional<RedisLink> redis_;
  bool is_checked_ = false;
};

EventRelay::EventRelay(std::string connection, RedisAddress redis, std::size_t stream_length)
    : implementation_(std::make_unique<Implementation>(std::move(connection), std::move(redis),
                                                       stream_length)) {}
EventRelay::~EventRelay() = default;
EventRelay::EventRelay(EventRelay&&) noexcept = default;

std::size_t EventRelay::relay() {
  return implementation_->relay();
}

}  // namespace orbbench::work
