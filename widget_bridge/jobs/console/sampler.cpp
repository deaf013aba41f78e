#include "console/sampler.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace orbbench::console {
namespace {

// How often it looks whether a session still rests.
constexpr std::chrono::milliseconds kRestingLook{50};

const orb_client::OperationPolicy& sampling_policy() {
  // A name of its own, and so a breaker of its own; one try, as a second would be in the figure.
  static const orb_client::OperationPolicy policy{
      .name = "sample", .repeatability = orb_client::Repeatability::NotRepeatable};
  return policy;
}

}  // namespace

Sampler::Sampler(SampleFeed& feed)
    : feed_(feed), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Sampler::sample(std::shared_ptr<CoreSession> session, unsigned per_second) {
  Job job{std::move(session),
          Clock::duration(std::chrono::seconds(1)) / std::clamp(per_second, 1U, kMostPerSecond)};
  {
    const std::lock_guard lock(mutex_);
    std::swap(job_, job);
    ++number_;
    state_ = {};
    state_.sampling = job_.session != nullptr;
  }
  changed_.notify_all();
}

Sampler::State Sampler::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Sampler::run(const std::stop_token& stop) {
  std::uint64_t done = 0;
  while (!stop.stop_requested()) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [&] { return number_ != done; });
      done = number_;
      job = job_;
    }
    if (job.session) {
      sample_until_changed(job, done, stop);
    }
  }
}

void Sampler::sample_until_changed(const Job& job, std::uint64_t number,
                                   const std::stop_token& stop) {
  Clock::time_point turn = Clock::now();
  while (wait_until(turn, number, stop)) {
    if (job.session->rests()) {
      turn = Clock::now() + std::max<Clock::duration>(job.period, kRestingLook);
      continue;
    }
    const bool late = Clock::now() - turn >= job.period;
    // Waking up late is this side's fault, not the core's.
    const bool answered = call(*job.session, late ? turn : Clock::now());
    turn += job.period;
    const Clock::time_point now = Clock::now();
    if (!answered && now > turn) {
      const auto passed = (now - turn) / job.period;
      note_left_out(static_cast<std::uint64_t>(passed));
      turn += passed * job.period;
    }
  }
}

// False when there is something else to be done.
bool Sampler::wait_until(Clock::time_point turn, std::uint64_t number,
                         const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const bool other = changed_.wait_until(lock, stop, turn, [&, this] { return number_ != number; });
  return !other && !stop.stop_requested();
}

bool Sampler::call(CoreSession& session, Clock::time_point turn) {
  std::string trouble;
  try {
    session.client().call(
        sampling_policy(), CoreSession::deadline(),
        [](orb_client::CoreLane& lane, orb_client::Deadline limit) { lane.ping(limit); });
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  const Clock::time_point end = Clock::now();
  const bool answered = trouble.empty();
  if (answered) {
    feed_.add(kSeries, end, end - turn);
  }
  const std::lock_guard lock(mutex_);
  ++(answered ? state_.calls : state_.failures);
  state_.trouble = std::move(trouble);
  return answered;
}

void Sampler::note_left_out(std::uint64_t turns) {
  const std::lock_guard lock(mutex_);
  state_.left_out += turns;
}

}  // namespace orbbench::console
