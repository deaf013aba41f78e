#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {

/// What is being done to a widget in core, database and cache together.
enum class IntentKind { Create, Delete, Uncache };

struct Intent {
  std::int64_t intent_id = 0;
  std::int64_t widget_id = 0;
  IntentKind kind = IntentKind::Create;
  service::Caller owner;  ///< without a role
};

/// Rows of widget_intents, within a transaction of the caller's.
///
/// A new widget's number, and the intent to create it.
Intent plan_creation(pqxx::work& work, const service::Caller& owner, const std::string& instance);
Intent plan(pqxx::work& work, IntentKind kind, std::int64_t widget_id, const service::Caller& owner,
            const std::string& instance);

/// The intent to delete the widget, or to take it out of the cache after that, if there is one.
std::optional<Intent> find_deletion(pqxx::work& work, std::int64_t widget_id);
std::optional<Intent> lock_intent(pqxx::work& work, std::int64_t intent_id);

/// From Delete to Uncache.
void mark_deleted(pqxx::work& work, std::int64_t intent_id);
/// Whether it was still there: of several that try, one is told so.
bool end_intent(pqxx::work& work, std::int64_t intent_id);

/// Those that were written at least so long ago; at most 1000 of them, as in the next two.
std::vector<Intent> list_aged(pqxx::work& work, std::chrono::milliseconds age);
std::vector<Intent> list_of_instance(pqxx::work& work, const std::string& instance);
std::vector<Intent> list_uncaching(pqxx::work& work);
/// The highest widget number that this database has ever given out.
std::int64_t last_given_id(pqxx::work& work);
/// The widgets that have any.
std::vector<std::int64_t> list_intended_ids(pqxx::work& work);

}  // namespace orbbench::widget_core
