#include "work/recovery.hpp"

#include "orbbench/service/log.hpp"
#include "store/idempotency.hpp"
#include "work/deleting.hpp"
#include "work/reconciling.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::Deadline;

constexpr std::chrono::seconds kPatience{5};  // of each step
constexpr std::chrono::hours kAnswersLive{24};
constexpr std::chrono::minutes kForgettingEvery{10};

Deadline step_deadline() {
  return Deadline::after(kPatience);
}

// The intent's row is held meanwhile: a creation that is still under way waits, and then finds that
// it was called off.
void undo_creation(Parts& parts, const Intent& intent) {
  parts.database.transact(step_deadline(), [&](pqxx::work& work) {
    if (lock_intent(work, intent.intent_id)) {
      parts.core.recovery().destroy(intent.widget_id, call_deadline(parts, step_deadline()));
      end_intent(work, intent.intent_id);
    }
  });
}

}  // namespace

Recovery::Recovery(Parts& parts, RecoveryOptions options) : parts_(parts), options_(options) {
  attempt("own_intents", [this] {
    const auto left = parts_.database.query(step_deadline(), [this](pqxx::work& work) {
      return list_of_instance(work, parts_.instance);
    });
    for (const Intent& intent : left) {
      resolve(intent);
    }
  });
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Recovery::stop() {
  thread_.request_stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Recovery::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    tick();
    stopping_.wait_for(lock, stop, options_.tick, [] { return false; });
  }
}

void Recovery::tick() {
  attempt("intents", [this] { resolve_aged(); });
  if (parts_.cache.suspended()) {
    attempt("cache", [this] { heal_cache(); });
  }
  if (parts_.core.take_loss() || Clock::now() >= next_reconciliation_) {
    next_reconciliation_ = Clock::now();  // again at the next tick, unless it succeeds
    attempt("reconciliation", [this] {
      reconcile(parts_);
      next_reconciliation_ = Clock::now() + options_.reconcile_every;
    });
  }
  if (Clock::now() >= next_forgetting_) {
    attempt("forgetting", [this] { forget_old_answers(); });
    next_forgetting_ = Clock::now() + kForgettingEvery;
  }
}

template <class Work>
void Recovery::attempt(const char* what, Work work) {
  try {
    work();
    return;
  } catch (const std::exception& error) {
    // An outage lasts for many ticks, but is one piece of news.
    const std::string problem = std::string(what) + ": " + error.what();
    if (problem != last_problem_) {
      service::log(service::LogLevel::Warning, "recovery_waits",
                   {{"step", what}, {"reason", error.what()}});
      last_problem_ = problem;
    }
  }
}

void Recovery::resolve_aged() {
  const auto aged = parts_.database.query(
      step_deadline(), [this](pqxx::work& work) { return list_aged(work, options_.intent_age); });
  for (const Intent& intent : aged) {
    resolve(intent);
  }
}

void Recovery::resolve(const Intent& intent) {
  if (intent.kind == IntentKind::Create) {
    undo_creation(parts_, intent);
  } else {
    const auto turn = parts_.turns.take(intent.widget_id, step_deadline());
    complete_deletion(parts_, intent,
                      {intent.owner, "recovery-" + std::to_string(intent.intent_id)},
                      step_deadline());
  }
  service::log(service::LogLevel::Info, "intent_resolved",
               {{"widget_id", intent.widget_id}, {"intent_id", intent.intent_id}});
}

// Redis may have come back with what it had long ago.
void Recovery::heal_cache() {
  const std::uint64_t suspension = parts_.cache.suspension();
  const auto planned =
      parts_.database.query(step_deadline(), [](pqxx::work& work) { return list_uncaching(work); });
  parts_.cache.remove_all();
  for (const Intent& intent : planned) {
    resolve(intent);
  }
  parts_.cache.resume(suspension);
}

void Recovery::forget_old_answers() {
  parts_.database.transact(step_deadline(),
                           [](pqxx::work& work) { forget_answers(work, kAnswersLive); });
}

}  // namespace orbbench::widget_core
