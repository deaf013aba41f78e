#include "store/intents.hpp"

#include <array>

namespace orbbench::widget_core {
namespace {

constexpr std::array<const char*, 3> kNames{"create", "delete", "uncache"};
constexpr const char* kColumns = "intent_id, widget_id, kind, owner_id, tenant_id";
constexpr int kMaxAtOnce = 1000;

const char* name_of(IntentKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

IntentKind kind_named(const std::string& name) {
  return name == kNames[0]   ? IntentKind::Create
         : name == kNames[1] ? IntentKind::Delete
                             : IntentKind::Uncache;
}

Intent intent_of(const pqxx::row& row) {
  return {.intent_id = row["intent_id"].as<std::int64_t>(),
          .widget_id = row["widget_id"].as<std::int64_t>(),
          .kind = kind_named(row["kind"].c_str()),
          .owner = {.user_id = row["owner_id"].as<std::int64_t>(),
                    .tenant_id = row["tenant_id"].as<std::int64_t>(),
                    .role = {}}};
}

std::vector<Intent> intents_of(const pqxx::result& rows) {
  std::vector<Intent> intents;
  for (const auto& row : rows) {
    intents.push_back(intent_of(row));
  }
  return intents;
}

std::string select(const std::string& condition) {
  return std::string("SELECT ") + kColumns + " FROM widget_intents WHERE " + condition +
         " ORDER BY intent_id LIMIT " + std::to_string(kMaxAtOnce);
}

}  // namespace

Intent plan_creation(pqxx::work& work, const service::Caller& owner, const std::string& instance) {
  const auto id = work.exec1("SELECT nextval(pg_get_serial_sequence('widgets', 'widget_id'))")[0]
                      .as<std::int64_t>();
  return plan(work, IntentKind::Create, id, owner, instance);
}

Intent plan(pqxx::work& work, IntentKind kind, std::int64_t widget_id, const service::Caller& owner,
            const std::string& instance) {
  const std::string sql =
      std::string(
          "INSERT INTO widget_intents (widget_id, kind, tenant_id, owner_id, instance) "
          "VALUES ($1, $2, $3, $4, $5) RETURNING ") +
      kColumns;
  return intent_of(work.exec_params1(sql, widget_id, std::string(name_of(kind)), owner.tenant_id,
                                     owner.user_id, instance));
}

std::optional<Intent> find_deletion(pqxx::work& work, std::int64_t widget_id) {
  // An intent to uncache a widget that is still there comes from an update.
  const auto rows = work.exec_params(
      select("widget_id = $1 AND (kind = 'delete' OR (kind = 'uncache' AND NOT EXISTS "
             "(SELECT 1 FROM widgets WHERE widgets.widget_id = $1)))"),
      widget_id);
  return rows.empty() ? std::nullopt : std::optional(intent_of(rows[0]));
}

std::optional<Intent> lock_intent(pqxx::work& work, std::int64_t intent_id) {
  const auto rows =
      work.exec_params(std::string("SELECT ") + kColumns +
                           " FROM widget_intents WHERE intent_id = $1 FOR UPDATE SKIP LOCKED",
                       intent_id);
  return rows.empty() ? std::nullopt : std::optional(intent_of(rows[0]));
}

void mark_deleted(pqxx::work& work, std::int64_t intent_id) {
  work.exec_params0("UPDATE widget_intents SET kind = 'uncache' WHERE intent_id = $1", intent_id);
}

bool end_intent(pqxx::work& work, std::int64_t intent_id) {
  return work.exec_params("DELETE FROM widget_intents WHERE intent_id = $1", intent_id)
             .affected_rows() == 1;
}

std::vector<Intent> list_aged(pqxx::work& work, std::chrono::milliseconds age) {
  return intents_of(work.exec_params(
      select("created_at < clock_timestamp() - $1::bigint * interval '1 millisecond'"),
      std::int64_t{age.count()}));
}

std::vector<Intent> list_of_instance(pqxx::work& work, const std::string& instance) {
  return intents_of(work.exec_params(select("instance = $1"), instance));
}

std::vector<Intent> list_uncaching(pqxx::work& work) {
  return intents_of(work.exec(select("kind = 'uncache'")));
}

std::int64_t last_given_id(pqxx::work& work) {
  return work
      .exec1(
          "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('widgets', 'widget_id')), "
          "0)")[0]
      .as<std::int64_t>();
}

std::vector<std::int64_t> list_intended_ids(pqxx::work& work) {
  std::vector<std::int64_t> ids;
  for (const auto& row : work.exec("SELECT DISTINCT widget_id FROM widget_intents ORDER BY 1")) {
    ids.push_back(row[0].as<std::int64_t>());
  }
  return ids;
}

}  // namespace orbbench::widget_core
