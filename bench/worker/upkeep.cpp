#include "worker/upkeep.hpp"

#include <utility>

#include "worker/submission.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::milliseconds kTurn{200};
constexpr int kTurnsOfSchedules = 5;
constexpr int kTurnsOfFigures = 5;

}  // namespace

Upkeep::Upkeep(UpkeepSettings settings, WorkerMetrics& metrics,
               std::function<void(const std::string&)> tell)
    : settings_(std::move(settings)),
      metrics_(metrics),
      tell_(std::move(tell)),
      queue_(settings_.connection) {
  if (settings_.fires_schedules) {
    schedules_.emplace(settings_.connection);
  }
  if (settings_.events) {
    relay_.emplace(settings_.connection, *settings_.events);
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Upkeep::run(const std::stop_token& stop) {
  for (int turn = 0; !stop.stop_requested(); ++turn) {
    if (schedules_ && turn % kTurnsOfSchedules == 0) {
      attempt("schedules", [this] { fire_schedules(); });
    }
    if (relay_) {
      attempt("events", [this] { carry_events(); });
    }
    if (turn % kTurnsOfFigures == 0) {
      attempt("the queue", [this] { look_at_queue(); });
    }
    std::unique_lock lock(mutex_);
    never_.wait_for(lock, stop, kTurn, [] { return false; });
  }
}

void Upkeep::fire_schedules() {
  for (const work::Firing& firing : schedules_->fire_due(split_plan)) {
    tell_("schedule " + firing.schedule + ", due at " + store::to_text(firing.due) +
          (firing.problem.empty() ? ": work " + firing.work_id : " is paused: " + firing.problem));
  }
}

void Upkeep::carry_events() {
  relay_->relay();
}

void Upkeep::look_at_queue() {
  metrics_.set_queue(queue_.figures());
}

void Upkeep::attempt(const char* what, const std::function<void()>& act) {
  std::string problem;
  try {
    act();
  } catch (const store::StoreError& error) {
    problem = error.what();
  } catch (const work::EventStreamError& error) {
    problem = error.what();
  }
  if (problem != std::exchange(told_[what], problem) && !problem.empty()) {
    tell_(std::string(what) + " must wait: " + problem);
  }
}

}  // namespace orbbench::bench
