#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::work {

using store::Instant;

enum class RunState { Queued, Running, Paused, Finished, Failed, Cancelled };
enum class ItemState { Ready, Leased, Done, Failed, Cancelled };

/// As they stand in the tables: "queued", "ready".
const char* to_text(RunState state);
const char* to_text(ItemState state);

/// What a schedule's firing says of itself. A schedule fires once for one due time.
struct Occasion {
  std::int64_t schedule_id = 0;
  Instant due;
};

/// Work to be done, in pieces that do not depend on one another.
struct NewRun {
  std::string work_id;      ///< store::make_uuid(): submitting the same one again changes nothing
  std::string kind;         ///< "soak", "pipeline": who can do it; 1 to 64 characters
  std::string plan = "{}";  ///< JSON, for whoever does it
  int priority = 0;         ///< the highest first
  int max_attempts = 3;     ///< of each item, 1 to 1000
  std::vector<std::string> payloads = {};  ///< JSON, one item each, in this order; at least one
  std::optional<Occasion> occasion = {};
};

struct ItemCounts {
  std::size_t ready = 0;
  std::size_t leased = 0;
  std::size_t done = 0;
  std::size_t failed = 0;
  std::size_t cancelled = 0;
};

struct RunInfo {
  std::string work_id;
  std::string kind;
  std::string plan;  ///< JSON
  int priority = 0;
  RunState state = RunState::Queued;
  Instant created_at;
  std::optional<Instant> finished_at;
  std::optional<Instant> next_at;  ///< when the first of its ready items may be leased
  std::optional<std::string> result_id;
  std::optional<std::int64_t> schedule_id;
  std::optional<Instant> due;
  ItemCounts items;
};

/// One lease of an item, as it was given and as it ended.
struct Attempt {
  std::int64_t token = 0;
  std::string worker;
  Instant started;
  std::optional<Instant> ended;
  std::string outcome;  ///< done, failed, expired, handed back, cancelled; empty while it lasts
  std::string error;
};

struct ItemInfo {
  std::int64_t item_id = 0;
  int ordinal = 0;
  std::string payload;  ///< JSON
  ItemState state = ItemState::Ready;
  Instant ready_at;
  int attempts = 0;  ///< that count: what was handed back does not
  int max_attempts = 0;
  std::int64_t token = 0;
  std::string leased_by;                ///< of the last lease; empty before the first
  std::optional<Instant> leased_until;  ///< while it is leased
  std::string result;                   ///< JSON; empty until it is done
  std::vector<std::uint8_t> histogram;  ///< HdrHistogram's V2 form; empty where there is none
  std::string error;                    ///< of the last failure
  std::vector<Attempt> history;         ///< the first one first
};

}  // namespace orbbench::work
