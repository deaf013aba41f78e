#include <algorithm>
#include <utility>

#include "console/widget_board.hpp"
#include "console/widget_operations.hpp"

namespace orbbench::console {
namespace {

using End = WidgetOutcome::End;
using orb_client::Argument;

constexpr const char* kSecretIsGone = "its secret is gone with it, so this cannot be undone";
constexpr const char* kSecretMayBeGone =
    "whether it had a secret is not known here, so this cannot be undone";
constexpr const char* kMadeAnew = "made anew: the core's own history of it begins again";

}  // namespace

bool WidgetBoard::submit(const Call& call, Applied applied) {
  const std::string reason = why_not();
  if (!reason.empty()) {
    note("not done: " + reason);
    return false;
  }
  ++calls_;
  ++revision_;
  try {
    worker_.submit([this, call, applied = std::move(applied), turn = turn_,
                    session = connection_.session()]() -> widget_bridge::Worker::Apply {
      WidgetOutcome outcome = outcome_of([&] { return call(*session); });
      return [this, turn, applied, outcome = std::move(outcome)] {
        --calls_;
        ++revision_;
        if (turn == turn_) {
          note(outcome.trouble);
          applied(outcome);
        }
      };
    });
    return true;
  } catch (const widget_bridge::WorkerBusy& error) {
    --calls_;
    note(std::string("not done: ") + error.what());
    return false;
  }
}

bool WidgetBoard::submit_for(std::int64_t id, const std::string& what, const std::string& detail,
                             const Call& call, Applied applied) {
  BoardWidget* widget = known(id);
  if (widget == nullptr) {
    note("not done: it is not on the board any more");
    return false;
  }
  ++widget->calls;
  const bool sent =
      submit(call, [this, id, what, detail, applied = std::move(applied)](const auto& outcome) {
        record(id, what, detail, outcome);
        applied(outcome);
      });
  if (!sent) {
    --known(id)->calls;
  }
  return sent;
}

bool WidgetBoard::submit_edit(std::int64_t id, const std::string& what, const std::string& detail,
                              const Call& call, Applied applied) {
  ++edits_under_way_;
  const bool sent =
      submit_for(id, what, detail, call, [this, applied = std::move(applied)](const auto& outcome) {
        --edits_under_way_;
        applied(outcome);
      });
  if (!sent) {
    --edits_under_way_;
  }
  return sent;
}

void WidgetBoard::send_relabel(const WidgetEdit& edit, const WidgetEdit& step, Origin origin) {
  const std::int64_t id = step.id();
  const std::string label = step.after.label;
  const bool sent = submit_edit(
      id, "relabel", "to \"" + label + "\"",
      [id, label](CoreSession& session) -> std::optional<Argument> {
        session.widgets().relabel(id, label, CoreSession::deadline());
        return std::nullopt;
      },
      [this, edit, id, label, origin](const WidgetOutcome& outcome) {
        relabelled(edit, id, label, origin, outcome);
      });
  if (!sent) {
    not_done(edit, origin, {.end = End::Missed});
  }
}

void WidgetBoard::relabelled(WidgetEdit edit, std::int64_t id, const std::string& label,
                             Origin origin, const WidgetOutcome& outcome) {
  BoardWidget* widget = known(id);
  if (outcome.end != End::Done || widget == nullptr) {
    return not_done(edit, origin, outcome);
  }
  if (origin == Origin::New) {
    edit.before.label = widget->widget.label;  // another one may have come between
  }
  widget->widget.label = label;
  done(std::move(edit), origin);
}

void WidgetBoard::send_create(const WidgetEdit& edit, const WidgetEdit& step, Origin origin,
                              WidgetSecret secret) {
  const widget_bridge::Widget wanted = step.after;
  BoardWidget& added =
      add(wanted, Standing::Creating, secret.empty() ? SecretState::None : SecretState::Given);
  added.events = step.events;
  const bool sent = submit_edit(
      wanted.id, "create", origin == Origin::New ? "" : kMadeAnew,
      [id = wanted.id, type = wanted.type, label = wanted.label,
       held = std::make_shared<WidgetSecret>(std::move(secret))](
          CoreSession& session) -> std::optional<Argument> {
        session.widgets().create(id, type, label, held->octets(), CoreSession::deadline());
        return std::nullopt;
      },
      [this, edit, id = wanted.id, origin](const WidgetOutcome& outcome) {
        created(edit, id, origin, outcome);
      });
  if (!sent) {
    widgets_.erase(wanted.id);
    not_done(edit, origin, {.end = End::Missed});
  }
}

void WidgetBoard::created(const WidgetEdit& edit, std::int64_t id, Origin origin,
                          const WidgetOutcome& outcome) {
  BoardWidget* widget = known(id);
  if (widget == nullptr) {
    return;
  }
  if (outcome.end == End::Done) {
    widget->standing = Standing::There;
    keep_area(widget->widget);
    return done(edit, origin);
  }
  if (outcome.end == End::Unknown) {
    widget->standing = Standing::Unsure;
    return;
  }
  WidgetEdit kept = edit;
  kept.events = widget->events;
  widgets_.erase(id);
  forget_area(id);
  not_done(kept, origin, outcome);
}

void WidgetBoard::send_destroy(const WidgetEdit& edit, const WidgetEdit& step, Origin origin) {
  const std::int64_t id = step.id();
  const bool sent = submit_edit(
      id, "destroy", "",
      [id](CoreSession& session) -> std::optional<Argument> {
        return session.widgets().destroy(id, CoreSession::deadline());
      },
      [this, edit, id, origin](const WidgetOutcome& outcome) {
        destroyed(edit, id, origin, outcome);
      });
  if (!sent) {
    not_done(edit, origin, {.end = End::Missed});
  }
}

void WidgetBoard::destroyed(const WidgetEdit& edit, std::int64_t id, Origin origin,
                            const WidgetOutcome& outcome) {
  BoardWidget* widget = known(id);
  if (widget == nullptr) {
    return;
  }
  if (outcome.end == End::Unknown) {
    widget->standing = Standing::Unsure;
  }
  if (outcome.end != End::Done) {
    return not_done(edit, origin, outcome);
  }
  const BoardWidget last = std::move(*widget);
  widgets_.erase(id);
  forget_area(id);
  if (outcome.result != Argument(true)) {
    edits_.forget(id);
    return note("'" + last.widget.label + "' was not in the core any more");
  }
  leave(edit, last, origin);
}

void WidgetBoard::leave(WidgetEdit edit, const BoardWidget& last, Origin origin) {
  if (last.secret != SecretState::None) {
    edits_.forget(last.widget.id);
    return note("'" + last.widget.label + "' is destroyed; " +
                (last.secret == SecretState::Given ? kSecretIsGone : kSecretMayBeGone));
  }
  // As it was at its end, with all that was done to it meanwhile.
  (origin == Origin::Undo ? edit.after : edit.before) = last.widget;
  edit.events = last.events;
  done(std::move(edit), origin);
}

void WidgetBoard::click(std::int64_t id) {
  send_invoke(id, "click", std::string(kClickOperation), {});
}

void WidgetBoard::invoke(std::int64_t id, const std::string& operation,
                         const std::vector<Argument>& parameters) {
  if (operation.empty()) {
    return note("an operation has a name");
  }
  send_invoke(id, "invoke " + operation, operation, parameters);
}

void WidgetBoard::send_invoke(std::int64_t id, const std::string& what,
                              const std::string& operation,
                              const std::vector<Argument>& parameters) {
  submit_for(
      id, what, "",
      [id, operation, parameters](CoreSession& session) -> std::optional<Argument> {
        return session.widgets().invoke(id, operation, parameters, CoreSession::deadline());
      },
      [](const WidgetOutcome&) {});
}

void WidgetBoard::set_value(std::int64_t id, const widget_bridge::ControlValue& value) {
  BoardWidget* widget = known(id);
  if (widget == nullptr || widget->widget.value == value) {
    return;
  }
  widget->widget.value = value;
  ++revision_;
  if (widget->value_under_way) {
    widget->value_waits = true;
  } else {
    send_value(*widget);
  }
}

void WidgetBoard::send_value(BoardWidget& widget) {
  if (std::holds_alternative<std::monostate>(widget.widget.value)) {
    return;
  }
  const std::int64_t id = widget.widget.id;
  const Argument value = argument_of(widget.widget.value);
  widget.value_under_way = true;
  const bool sent = submit_for(
      id, "edit", text_of(value),
      [id, value](CoreSession& session) -> std::optional<Argument> {
        return session.widgets().invoke(id, std::string(kEditOperation), {value},
                                        CoreSession::deadline());
      },
      [this, id, value](const WidgetOutcome& outcome) { value_sent(id, value, outcome); });
  if (!sent) {
    known(id)->value_under_way = false;
  }
}

void WidgetBoard::value_sent(std::int64_t id, const Argument& value, const WidgetOutcome& outcome) {
  BoardWidget* widget = known(id);
  if (widget == nullptr) {
    return;
  }
  if (outcome.end == End::Done && outcome.result != value) {
    widget->trouble = "the core gave back another value than " + text_of(value);
    note(widget->trouble);
  }
  widget->value_under_way = false;
  if (std::exchange(widget->value_waits, false)) {
    send_value(*widget);
  }
}

void WidgetBoard::record(std::int64_t id, const std::string& what, const std::string& detail,
                         const WidgetOutcome& outcome) {
  BoardWidget* widget = known(id);
  if (widget == nullptr) {
    return;
  }
  --widget->calls;
  widget->trouble = outcome.trouble;
  std::string line = detail;
  std::string more = outcome.trouble;
  if (outcome.result) {
    more = widget->last_result = text_of(*outcome.result);
  }
  if (!more.empty()) {
    line += (line.empty() ? "" : " → ") + more;
  }
  widget->events.add({.what = what,
                      .outcome = outcome.end == End::Done ? WidgetEntry::Outcome::Done
                                                          : WidgetEntry::Outcome::Failed,
                      .detail = std::move(line),
                      .took = outcome.took});
}

}  // namespace orbbench::console
