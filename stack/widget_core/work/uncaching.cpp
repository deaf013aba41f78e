#include "work/uncaching.hpp"

#include "orbbench/service/log.hpp"
#include "store/intents.hpp"

namespace orbbench::widget_core {
namespace {

void plan_removal(Parts& parts, pqxx::work& work, const WidgetRecord& record) {
  const service::Caller owner{
      .user_id = record.owner_id, .tenant_id = record.tenant_id, .role = {}};
  plan(work, IntentKind::Uncache, record.widget.id, owner, parts.instance);
}

}  // namespace

std::string begin_write_or_plan(Parts& parts, pqxx::work& work, const WidgetRecord& record) {
  try {
    return parts.cache.begin_write(record.widget.id);
  } catch (const service::RedisUnavailable&) {
    parts.cache.suspend();
    plan_removal(parts, work, record);
    return {};
  }
}

void finish_write_or_plan(Parts& parts, const WidgetRecord& record, const std::string& lease) {
  if (lease.empty()) {
    return;
  }
  try {
    parts.cache.finish_write(record, lease);
    return;
  } catch (const service::RedisUnavailable&) {
    parts.cache.suspend();
  }
  try {
    parts.database.transact(repair_deadline(),
                            [&](pqxx::work& work) { plan_removal(parts, work, record); });
  } catch (const service::DatabaseUnavailable& error) {
    // The writer's lease keeps readers from storing, and what was stored before it is gone.
    service::log(service::LogLevel::Warning, "cache_not_written",
                 {{"widget_id", record.widget.id}, {"reason", error.what()}});
  }
}

}  // namespace orbbench::widget_core
