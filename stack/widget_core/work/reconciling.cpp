#include "work/reconciling.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/call_failure.hpp"
#include "orbbench/service/log.hpp"
#include "store/intents.hpp"
#include "store/widget_rows.hpp"
#include "work/restoring.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::Deadline;
using Ids = std::vector<std::int64_t>;

constexpr std::chrono::seconds kPatience{5};

Ids without(const Ids& all, const Ids& some) {
  Ids rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

struct Known {
  Ids rows;
  Ids intended;
  std::int64_t last_given = 0;
};

Known read_known(Parts& parts) {
  return parts.database.query(Deadline::after(kPatience), [](pqxx::work& work) {
    Known known{list_widget_ids(work), list_intended_ids(work), 0};
    known.last_given = last_given_id(work);
    return known;
  });
}

void destroy_orphans(Parts& parts, const Ids& orphans, std::int64_t last_given) {
  for (const std::int64_t id : orphans) {
    if (id <= last_given) {
      parts.core.recovery().destroy(id, Deadline::after(parts.call_timeout));
      service::log(service::LogLevel::Warning, "orphan_destroyed", {{"widget_id", id}});
    }
  }
}

void restore(Parts& parts, std::int64_t id) {
  const auto deadline = Deadline::after(parts.call_timeout);
  parts.database.transact(Deadline::after(kPatience), [&](pqxx::work& work) {
    const auto row = find_widget(work, id, std::nullopt, RowLock::ForUpdate);
    if (row && restore_object(work, *row, parts.core.recovery(), deadline)) {
      service::log(service::LogLevel::Info, "object_restored", {{"widget_id", id}});
    }
  });
}

void restore_missing(Parts& parts, const Ids& missing) {
  for (const std::int64_t id : missing) {
    try {
      restore(parts, id);
    } catch (const orb_client::RemoteError& error) {
      // The core refuses this one; it must not keep the others from being restored.
      service::log(service::LogLevel::Warning, "object_not_restored",
                   {{"widget_id", id}, {"reason", error.reason()}});
    }
  }
}

}  // namespace

void reconcile(Parts& parts) {
  // An object is there before its row is, and after it: rows that were there before the core was
  // asked must have one, and objects must have a row or an intent that is there after it.
  const Known before = read_known(parts);
  Ids objects = parts.core.recovery().list(Deadline::after(kPatience));
  std::sort(objects.begin(), objects.end());
  const Known after = read_known(parts);
  destroy_orphans(parts, without(without(objects, after.rows), after.intended), after.last_given);
  restore_missing(parts, without(without(before.rows, objects), after.intended));
}

}  // namespace orbbench::widget_core
