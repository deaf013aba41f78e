#pragma once

#include <cstdint>
#include <string>

#include "model/widget_record.hpp"
#include "orbbench/service/http.hpp"
#include "store/intents.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// Takes a widget out of core, database and cache, in that order. Returns for one of all callers
/// that try at once. Throws HttpError 404 for a widget that the caller may not see or that another
/// has deleted, 503 where a step could not be done: a repeat, or recovery, completes it then.
void delete_widget(Parts& parts, const service::Request& request, std::int64_t id);

/// In whose name, and for which request, an audit row is written.
struct Actor {
  Scope scope;
  std::string correlation_id;
};

/// Does what is left of a deletion. Whether this call ended it. Throws CallError,
/// DatabaseUnavailable, RedisUnavailable; the intent stands then.
bool complete_deletion(Parts& parts, Intent intent, const Actor& actor,
                       orb_client::Deadline deadline);

}  // namespace orbbench::widget_core
