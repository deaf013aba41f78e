#include "duet/measured_core.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <random>

#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::duet {
namespace {

using orb_client::CallError;
using orb_client::Deadline;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kCallBudget{5};
constexpr orb_client::PoolLimits kOneLane{.lanes = 1, .waiters = 0};
constexpr const char* kOperation = "simple_operation";
// A core that failed one call may fail the next ones too, those of connecting among them.
constexpr int kConnects = 5;
constexpr std::uint64_t kFewErrors = 20;
constexpr double kToleratedErrors = 0.01;

Deadline soon() {
  return Deadline::after(kCallBudget);
}

/// Ids that nobody else of this core is likely to use: two cores of a pair may be the same one.
std::int64_t fresh_widget_ids() {
  constexpr std::int64_t kAbove = std::int64_t{1} << 40;
  std::random_device device;
  return kAbove + (static_cast<std::int64_t>(device()) << 20);
}

Nanoseconds clamped(Clock::duration duration) {
  constexpr std::int64_t kMost = std::numeric_limits<Nanoseconds>::max();
  return static_cast<Nanoseconds>(std::clamp<std::int64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count(), 1, kMost));
}

std::string lost(Side side, const std::exception& error) {
  return "the " + std::string(to_string(side)) + " core was lost: " + error.what();
}

}  // namespace

MeasuredCore::MeasuredCore(orb_client::OrbRuntime& runtime, Side side, const DuetCore& core) try
    : runtime_(runtime),
      side_(side),
      core_(core),
      pool_(std::in_place, runtime, core.endpoint, kOneLane),
      widget_id_(fresh_widget_ids()),
      next_widget_id_(widget_id_ + 1),
      process_id_(process_id()),
      start_time_(start_time()) {
  pool_->lease(soon())->create_widget(widget_id_, "button", "duet", {}, soon());
} catch (const CallError& error) {
  throw Disturbed(lost(side, error));
} catch (const metrics::ScrapeError& error) {
  throw Disturbed(lost(side, error));
}

MeasuredCore::~MeasuredCore() {
  try {
    pool_->lease(soon())->destroy_widget(widget_id_, soon());
  } catch (const CallError&) {
    // A core that is gone took the widget with it.
  }
}

orb_client::Lease MeasuredCore::lease_lane(SideRecording& book) {
  for (int attempt = 1;; ++attempt) {
    try {
      return pool_->lease(soon());
    } catch (const CallError& error) {
      if (attempt == kConnects) {
        throw Disturbed(lost(side_, error));
      }
      ++book.attempts;
      note_failure(book, error.what());
    }
  }
}

template <typename Call>
void MeasuredCore::time_calls(std::size_t calls, std::vector<Nanoseconds>& durations,
                              SideRecording& book, const Call& call) {
  orb_client::Lease lane = lease_lane(book);
  for (std::size_t i = 0; i < calls && !lane->spent(); ++i) {
    ++book.attempts;
    const Deadline deadline = soon();
    const Clock::time_point start = Clock::now();
    try {
      call(*lane, deadline);
    } catch (const CallError& error) {
      note_failure(book, error.what());
      continue;
    }
    durations.push_back(clamped(Clock::now() - start));
  }
}

void MeasuredCore::note_failure(SideRecording& book, const std::string& error) {
  if (book.errors++ == 0) {
    book.first_error = error;
  }
  if (book.errors > kFewErrors &&
      static_cast<double>(book.errors) > kToleratedErrors * static_cast<double>(book.attempts)) {
    throw Disturbed("the " + std::string(to_string(side_)) + " core failed " +
                    std::to_string(book.errors) + " of " + std::to_string(book.attempts) +
                    " calls; the first: " + book.first_error);
  }
}

void MeasuredCore::call(std::size_t calls, std::vector<Nanoseconds>& durations,
                        SideRecording& book) {
  time_calls(calls, durations, book, [this](orb_client::CoreLane& lane, Deadline deadline) {
    lane.invoke_widget(widget_id_, kOperation, {}, deadline);
  });
}

void MeasuredCore::cycle(std::size_t cycles, std::vector<Nanoseconds>& durations,
                         SideRecording& book) {
  static constexpr std::uint8_t kSecret[32] = {1};
  time_calls(cycles, durations, book, [this](orb_client::CoreLane& lane, Deadline deadline) {
    const std::int64_t id = next_widget_id_++;
    lane.create_widget(id, "button", "duet", kSecret, deadline);
    lane.destroy_widget(id, deadline);
  });
}

std::int32_t MeasuredCore::process_id() {
  return pool_->lease(soon())->read_process(soon()).process_id;
}

std::optional<double> MeasuredCore::start_time() const {
  return core_.metrics ? core_.metrics->scrape().value("process_start_time_seconds", {})
                       : std::nullopt;
}

void MeasuredCore::reconnect() {
  pool_.emplace(runtime_, core_.endpoint, kOneLane);
}

void MeasuredCore::require_same_process() try {
  if (process_id() != process_id_ || start_time() != start_time_) {
    throw Disturbed("the " + std::string(to_string(side_)) + " core restarted during the duet");
  }
} catch (const CallError& error) {
  throw Disturbed(lost(side_, error));
} catch (const metrics::ScrapeError& error) {
  throw Disturbed(lost(side_, error));
}

std::optional<double> MeasuredCore::requests() const try {
  std::optional<double> sum;
  if (core_.metrics) {
    const metrics::Exposition page = core_.metrics->scrape();
    for (const metrics::Sample* sample : page.named("polyorb_orb_requests_total")) {
      sum = sum.value_or(0) + sample->value;
    }
  }
  return sum;
} catch (const metrics::ScrapeError& error) {
  throw Disturbed(lost(side_, error));
}

std::optional<double> MeasuredCore::resident_octets() const try {
  return core_.metrics ? core_.metrics->scrape().value("process_resident_memory_bytes", {})
                       : std::nullopt;
} catch (const metrics::ScrapeError& error) {
  throw Disturbed(lost(side_, error));
}

}  // namespace orbbench::duet
