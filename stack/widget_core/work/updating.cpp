#include "work/updating.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/call_failure.hpp"
#include "model/control_value.hpp"
#include "model/field_problems.hpp"
#include "orbbench/service/log.hpp"
#include "store/widget_history.hpp"
#include "store/widget_rows.hpp"
#include "work/reading.hpp"
#include "work/restoring.hpp"
#include "work/uncaching.hpp"

namespace orbbench::widget_core {
namespace {

using service::HttpError;

void require_version(const WidgetRecord& row, const WidgetChanges& changes) {
  if (changes.version && *changes.version != row.version) {
    throw HttpError(409, "VERSION_CONFLICT", "Version conflict",
                    "the widget has changed since that version", {{"currentVersion", row.version}},
                    {{"ETag", etag_of(row)}});
  }
}

void apply_state(WidgetRecord& next, widget_bridge::LifecycleState to) {
  const auto from = next.widget.state;
  // A widget is destroyed by DELETE, which has an answer of its own.
  if (to == widget_bridge::LifecycleState::Destroyed || !widget_bridge::may_move(from, to)) {
    throw HttpError(409, "ILLEGAL_TRANSITION", "Illegal transition",
                    "a widget cannot be " + std::string(name_of(to)) + " after it was " +
                        std::string(name_of(from)),
                    {{"from", name_of(from)}, {"to", name_of(to)}});
  }
  next.widget.state = to;
}

void apply_value(WidgetRecord& next, const nlohmann::json& value) {
  const auto read = control_value_of(next.widget.type, value);
  if (!read) {
    refuse_field("value");
  }
  next.widget.value = *read;
}

WidgetRecord apply(const WidgetRecord& row, const WidgetChanges& changes) {
  WidgetRecord next = row;
  if (changes.type && *changes.type != row.widget.type) {
    refuse_field("type");
  }
  next.widget.label = changes.label.value_or(row.widget.label);
  next.widget.enabled = changes.enabled.value_or(row.widget.enabled);
  next.widget.position = changes.position.value_or(row.widget.position);
  next.widget.size = changes.size.value_or(row.widget.size);
  next.orb_reference = changes.orb_reference.value_or(row.orb_reference);
  if (changes.value) {
    apply_value(next, *changes.value);
  }
  if (changes.state) {
    apply_state(next, *changes.state);
  }
  return next;
}

void relabel(Parts& parts, pqxx::work& work, const WidgetRecord& next,
             orb_client::Deadline deadline) {
  try {
    parts.core.upkeep().relabel(next.widget.id, next.widget.label, deadline);
  } catch (const orb_client::RemoteError& error) {
    if (is_remote(error, "OrbCore::WidgetNotFound")) {
      restore_object(work, next, parts.core.upkeep(), deadline);
    } else if (!is_remote(error, "BAD_OPERATION")) {
      throw;
    }
    // A core that is older than the operation keeps its label: it shows it to nobody.
  }
}

void record_transition(pqxx::work& work, const WidgetRecord& row, const WidgetRecord& next) {
  if (row.widget.state != next.widget.state) {
    append_event(work, row.widget.id, "lifecycle",
                 {{"from", name_of(row.widget.state)}, {"to", name_of(next.widget.state)}});
  }
}

/// One transaction's changes. When the server makes it start anew, so does this.
class Update {
 public:
  Update(Parts& parts, const service::Request& request) : parts_(parts), request_(request) {}

  void change(pqxx::work& work, const std::vector<WidgetUpdate>& updates) {
    undo();
    lock_rows(work, updates);
    for (const WidgetUpdate& update : updates) {
      change_row(work, update);
    }
    for (const WidgetRecord& record : changed_) {
      leases_.push_back(begin_write_or_plan(parts_, work, record));
    }
  }

  /// After a transaction that came to nothing: the core's labels are as they were.
  void undo() noexcept try {
    changed_.clear();
    leases_.clear();
    while (!relabelled_.empty()) {
      const WidgetRecord before = std::move(relabelled_.back());
      relabelled_.pop_back();
      parts_.core.upkeep().relabel(before.widget.id, before.widget.label, repair_deadline());
    }
  } catch (const std::exception& error) {
    service::log(service::LogLevel::Warning, "label_not_put_back", {{"reason", error.what()}});
  }

  std::vector<WidgetRecord> publish() {
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      finish_write_or_plan(parts_, changed_[i], leases_[i]);
      parts_.controls.show(changed_[i].widget, "update");
    }
    return std::move(changed_);
  }

 private:
  /// In the order of their ids, whatever order they are changed in: two batches never wait for one
  /// another.
  void lock_rows(pqxx::work& work, const std::vector<WidgetUpdate>& updates) {
    std::set<std::int64_t> ids;
    std::ranges::transform(updates, std::inserter(ids, ids.end()), &WidgetUpdate::id);
    for (const std::int64_t id : ids) {
      find_widget(work, id, request_.caller, RowLock::ForUpdate);
    }
  }

  void change_row(pqxx::work& work, const WidgetUpdate& update) {
    const auto row = find_widget(work, update.id, request_.caller, RowLock::ForUpdate);
    if (!row) {
      throw widget_not_found(update.id);
    }
    require_version(*row, update.changes);
    const WidgetRecord next = apply(*row, update.changes);
    record_transition(work, *row, next);
    changed_.push_back(update_widget(work, next));
    write_audit(work, request_.caller, "update", update.id, request_.correlation_id);
    if (next.widget.label != row->widget.label) {
      require_client(request_);
      relabelled_.push_back(*row);
      translating_call_errors(
          [&] { relabel(parts_, work, next, call_deadline(parts_, request_.deadline)); });
    }
  }

  Parts& parts_;
  const service::Request& request_;
  std::vector<WidgetRecord> changed_;
  std::vector<WidgetRecord> relabelled_;  // as they were
  std::vector<std::string> leases_;
};

}  // namespace

std::vector<WidgetRecord> update_widgets(Parts& parts, const service::Request& request,
                                         const std::vector<WidgetUpdate>& updates) {
  Update update(parts, request);
  try {
    parts.database.transact(request.deadline,
                            [&](pqxx::work& work) { update.change(work, updates); });
  } catch (const service::CommitUnknown&) {
    // The new labels may be the right ones.
    throw;
  } catch (const std::exception&) {
    update.undo();
    throw;
  }
  return update.publish();
}

}  // namespace orbbench::widget_core
