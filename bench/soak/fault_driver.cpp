#include "soak/fault_driver.hpp"

#include <algorithm>
#include <exception>

namespace orbbench::bench {

FaultDriver::FaultDriver(const FaultTimetable& timetable, Clock::time_point beginning,
                         Clock::time_point now, const FaultHands& hands, FaultWindows& windows)
    : timetable_(timetable),
      hands_(hands),
      windows_(windows),
      thread_(
          [this, beginning, now](const std::stop_token& stop) { drive(beginning, now, stop); }) {}

FaultDriver::~FaultDriver() = default;

void FaultDriver::stop() {
  thread_.request_stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void FaultDriver::drive(Clock::time_point beginning, Clock::time_point now,
                        const std::stop_token& stop) {
  for (std::size_t i = 0; i < timetable_.size(); ++i) {
    const PlannedFault& fault = timetable_[i];
    if (beginning + fault.end() <= now) {
      continue;
    }
    if (!wait_until(beginning + fault.at, stop)) {
      return;
    }
    strike(i, beginning + fault.end(), stop);
  }
}

void FaultDriver::strike(std::size_t fault, Clock::time_point end, const std::stop_token& stop) {
  const PlannedFault& planned = timetable_[fault];
  {
    const std::lock_guard lock(mutex_);
    reports_.push_back({fault, 0, ""});
  }
  windows_.open(fault, Clock::now());
  attempt(fault, [&] { hands_.make(planned); });
  wait_until(end, stop);
  attempt(fault, [&] { hands_.undo(planned); });
  windows_.close(fault, Clock::now());
  if (planned.is_of_proxy()) {
    attempt(fault, [&] { windows_.set_effects(fault, hands_.proxy_effects(planned)); });
  }
}

/// What went wrong first says most.
void FaultDriver::attempt(std::size_t fault, const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    const std::lock_guard lock(mutex_);
    FaultReport& report = *std::ranges::find(reports_, fault, &FaultReport::fault);
    if (report.problem.empty()) {
      report.problem = error.what();
    }
  }
}

bool FaultDriver::wait_until(Clock::time_point instant, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  never_.wait_until(lock, stop, instant, [] { return false; });
  return !stop.stop_requested();
}

std::vector<FaultReport> FaultDriver::reports() const {
  const std::lock_guard lock(mutex_);
  std::vector<FaultReport> reports = reports_;
  for (FaultReport& report : reports) {
    report.effects = windows_.effects(report.fault);
  }
  return reports;
}

}  // namespace orbbench::bench
