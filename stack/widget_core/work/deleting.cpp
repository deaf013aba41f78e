#include "work/deleting.hpp"

#include "core/call_failure.hpp"
#include "orbbench/service/log.hpp"
#include "store/widget_rows.hpp"
#include "work/reading.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::CallError;
using orb_client::Deadline;
using service::HttpError;

bool may_see(const Scope& scope, const Intent& intent) {
  return !scope ||
         (scope->user_id == intent.owner.user_id && scope->tenant_id == intent.owner.tenant_id);
}

enum class Planned { Now, Before };

struct Plan {
  Intent intent;
  Planned planned = Planned::Now;
};

std::optional<Intent> visible_deletion(pqxx::work& work, const Scope& scope, std::int64_t id) {
  auto intent = find_deletion(work, id);
  return intent && may_see(scope, *intent) ? intent : std::nullopt;
}

void require_something_to_delete(Parts& parts, const service::Request& request, std::int64_t id) {
  const bool found = parts.database.query(request.deadline, [&](pqxx::work& work) {
    return find_widget(work, id, request.caller) || visible_deletion(work, request.caller, id);
  });
  if (!found) {
    throw widget_not_found(id);
  }
}

Plan plan_deletion(Parts& parts, const service::Request& request, std::int64_t id) {
  return parts.database.query(request.deadline, [&](pqxx::work& work) -> Plan {
    const auto row = find_widget(work, id, request.caller, RowLock::ForUpdate);
    if (auto intent = visible_deletion(work, request.caller, id)) {
      return {*std::move(intent), Planned::Before};
    }
    if (!row) {
      throw widget_not_found(id);
    }
    const service::Caller owner{.user_id = row->owner_id, .tenant_id = row->tenant_id, .role = {}};
    return {plan(work, IntentKind::Delete, id, owner, parts.instance), Planned::Now};
  });
}

// The core has not touched the widget: it stays as it was.
void call_off(Parts& parts, const Intent& intent) noexcept try {
  parts.database.transact(repair_deadline(),
                          [&](pqxx::work& work) { end_intent(work, intent.intent_id); });
} catch (const std::exception& error) {
  service::log(service::LogLevel::Warning, "deletion_left_to_recovery",
               {{"widget_id", intent.widget_id}, {"reason", error.what()}});
}

// The row goes, and its audit row comes, once: whoever finds it gone has nothing to record.
void delete_row(Parts& parts, Intent& intent, const Actor& actor, Deadline deadline) {
  parts.database.transact(deadline, [&](pqxx::work& work) {
    if (delete_widget(work, intent.widget_id, intent.owner)) {
      write_audit(work, actor.scope, "delete", intent.widget_id, actor.correlation_id);
    }
    mark_deleted(work, intent.intent_id);
  });
  intent.kind = IntentKind::Uncache;
}

/// Keeps readers from storing a widget, for as long as it lives.
class KeptOutOfCache {
 public:
  KeptOutOfCache(WidgetCache& cache, std::int64_t id)
      : cache_(cache), id_(id), lease_(cache.begin_write(id)) {}
  ~KeptOutOfCache() {
    try {
      cache_.finish_removal(id_, lease_);
    } catch (const service::RedisUnavailable&) {
      // The lease ends by itself.
    }
  }
  KeptOutOfCache(const KeptOutOfCache&) = delete;
  KeptOutOfCache& operator=(const KeptOutOfCache&) = delete;

 private:
  WidgetCache& cache_;
  const std::int64_t id_;
  const std::string lease_;
};

bool carry_out(Parts& parts, const service::Request& request, const Plan& planned) {
  try {
    return complete_deletion(parts, planned.intent, {request.caller, request.correlation_id},
                             request.deadline);
  } catch (const CallError& error) {
    if (planned.planned == Planned::Now && did_not_run(error)) {
      call_off(parts, planned.intent);
    }
    throw http_error_of(error);
  }
}

}  // namespace

bool complete_deletion(Parts& parts, Intent intent, const Actor& actor, Deadline deadline) {
  if (intent.kind == IntentKind::Delete) {
    parts.core.upkeep().destroy(intent.widget_id, call_deadline(parts, deadline));
    delete_row(parts, intent, actor, deadline);
  }
  const KeptOutOfCache removed(parts.cache, intent.widget_id);
  const bool ended = parts.database.query(
      deadline, [&](pqxx::work& work) { return end_intent(work, intent.intent_id); });
  parts.controls.remove(intent.widget_id);
  return ended;
}

void delete_widget(Parts& parts, const service::Request& request, std::int64_t id) {
  const auto turn = parts.turns.take(id, request.deadline);
  require_something_to_delete(parts, request, id);
  require_client(request);
  try {
    // Nothing is begun that could not be ended: Redis must be there, and nobody may store the
    // widget from now on.
    const KeptOutOfCache removed(parts.cache, id);
    const Plan planned = plan_deletion(parts, request, id);
    const bool deleted = carry_out(parts, request, planned);
    if (!deleted) {
      throw widget_not_found(id);
    }
  } catch (const service::RedisUnavailable&) {
    parts.cache.suspend();
    throw HttpError(503, "CACHE_UNAVAILABLE", "Cache unavailable",
                    "the widget cannot be taken out of the cache; try again");
  }
}

}  // namespace orbbench::widget_core
