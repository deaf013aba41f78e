#include "work/creating.hpp"

#include <utility>

#include "core/call_failure.hpp"
#include "orbbench/service/log.hpp"
#include "store/idempotency.hpp"
#include "store/intents.hpp"
#include "store/widget_rows.hpp"
#include "work/reading.hpp"
#include "work/uncaching.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::CallError;
using service::HttpError;

/// One request's widgets on their way. The intents are written first, so that nothing that follows
/// can be left behind for good.
class Creation {
 public:
  Creation(Parts& parts, const service::Request& request, std::vector<NewWidget> widgets)
      : parts_(parts), request_(request), widgets_(std::move(widgets)) {}

  CreatedWidgets run(const std::optional<RepeatableRequest>& repeatable) {
    plan();
    try {
      if (repeatable) {
        settle_once(*repeatable);
      } else {
        bring_to_core();
        parts_.database.transact(request_.deadline, [this](pqxx::work& work) { settle(work); });
      }
    } catch (const service::CommitUnknown&) {
      // The intents went with the commit, or recovery will find them: either way nothing is left.
      throw;
    } catch (const std::exception&) {
      undo();
      throw;
    }
    publish();
    return std::move(created_);
  }

 private:
  void plan() {
    const service::Caller owner = owner_of(request_.caller);
    intents_ = parts_.database.query(request_.deadline, [&](pqxx::work& work) {
      std::vector<Intent> intents;
      for (std::size_t i = 0; i < widgets_.size(); ++i) {
        intents.push_back(plan_creation(work, owner, parts_.instance));
      }
      return intents;
    });
    for (std::size_t i = 0; i < widgets_.size(); ++i) {
      widgets_[i].record.widget.id = intents_[i].widget_id;
      widgets_[i].record.owner_id = owner.user_id;
      widgets_[i].record.tenant_id = owner.tenant_id;
    }
  }

  void bring_to_core() {
    while (in_core_ < widgets_.size()) {
      require_client(request_);
      translating_call_errors([this] { create_object(widgets_[in_core_]); });
      ++in_core_;
    }
  }

  void create_object(NewWidget& created) {
    try {
      SecretOctets secret = created.sensitive_data.copy();
      call_create(created.record.widget, secret);
    } catch (const orb_client::RemoteError& error) {
      if (!is_remote(error, "OrbCore::WidgetExists")) {
        throw;
      }
      // The number is this database's own: the object is of a row that was lost with an older one.
      parts_.core.upkeep().destroy(created.record.widget.id,
                                   call_deadline(parts_, request_.deadline));
      call_create(created.record.widget, created.sensitive_data);
    }
  }

  void call_create(const widget_bridge::Widget& widget, SecretOctets& secret) {
    try {
      parts_.core.upkeep().create(widget.id, widget.type, widget.label, secret.octets(),
                                  call_deadline(parts_, request_.deadline));
    } catch (const CallError& error) {
      outcome_is_unknown_ = !did_not_run(error) && !is_remote(error, "OrbCore::WidgetExists");
      throw;
    }
  }

  // The key's row is held until the commit: the same request waits for it, and finds the answer.
  void settle_once(const RepeatableRequest& repeatable) {
    const std::int64_t owner = owner_of(request_.caller).user_id;
    parts_.database.transact(request_.deadline, [&](pqxx::work& work) {
      if (!claim_key(work, owner, repeatable.key, repeatable.request_hash,
                     intents_.front().widget_id)) {
        replay(work, owner, repeatable);
        return;
      }
      bring_to_core();
      settle(work);
      keep_answer(work, owner, repeatable.key, to_json(created_.widgets.front()));
    });
  }

  void replay(pqxx::work& work, std::int64_t owner, const RepeatableRequest& repeatable) {
    const auto kept = find_answer(work, owner, repeatable.key);
    if (!kept) {
      throw HttpError(503, "SERVICE_UNAVAILABLE", "Try again", "the key has just ended");
    }
    if (kept->request_hash != repeatable.request_hash) {
      throw HttpError(409, "IDEMPOTENCY_CONFLICT", "Idempotency key reused",
                      "the key came with another body before");
    }
    created_.replayed = kept->response;
    end_intents(work);
  }

  void settle(pqxx::work& work) {
    created_.widgets.clear();
    leases_.clear();
    for (std::size_t i = 0; i < widgets_.size(); ++i) {
      if (!end_intent(work, intents_[i].intent_id)) {
        throw HttpError(504, "DEADLINE_EXCEEDED", "Deadline exceeded",
                        "the creation took so long that it was called off");
      }
      const std::int64_t id = intents_[i].widget_id;
      created_.widgets.push_back(insert_widget(work, widgets_[i].record));
      insert_events(work, id, widgets_[i].events);
      write_audit(work, request_.caller, "create", id, request_.correlation_id);
      leases_.push_back(begin_write_or_plan(parts_, work, created_.widgets.back()));
    }
  }

  void publish() {
    for (std::size_t i = 0; i < created_.widgets.size(); ++i) {
      finish_write_or_plan(parts_, created_.widgets[i], leases_[i]);
      parts_.controls.show(created_.widgets[i].widget, "create");
    }
  }

  void end_intents(pqxx::work& work) {
    for (const Intent& intent : intents_) {
      end_intent(work, intent.intent_id);
    }
  }

  // An object whose creation may yet run keeps its intent: recovery looks for it again.
  void undo() noexcept try {
    const std::size_t tried = in_core_ + (outcome_is_unknown_ ? 1 : 0);
    for (std::size_t i = 0; i < tried; ++i) {
      parts_.core.upkeep().destroy(intents_[i].widget_id, repair_deadline());
    }
    if (!outcome_is_unknown_) {
      parts_.database.transact(repair_deadline(), [this](pqxx::work& work) { end_intents(work); });
    }
  } catch (const std::exception& error) {
    service::log(service::LogLevel::Warning, "creation_left_to_recovery",
                 {{"widget_id", intents_.front().widget_id}, {"reason", error.what()}});
  }

  Parts& parts_;
  const service::Request& request_;
  std::vector<NewWidget> widgets_;
  std::vector<Intent> intents_;
  std::vector<std::string> leases_;
  std::size_t in_core_ = 0;
  bool outcome_is_unknown_ = false;
  CreatedWidgets created_;
};

}  // namespace

CreatedWidgets create_widgets(Parts& parts, const service::Request& request,
                              std::vector<NewWidget> widgets,
                              const std::optional<RepeatableRequest>& repeatable) {
  if (widgets.empty()) {
    return {};
  }
  try {
    return Creation(parts, request, std::move(widgets)).run(repeatable);
  } catch (const pqxx::foreign_key_violation&) {
    throw HttpError(403, "FORBIDDEN", "Unknown user", "the owner of the widget does not exist");
  }
}

}  // namespace orbbench::widget_core
