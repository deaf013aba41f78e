#include "faults/fault_plan.hpp"

#include <algorithm>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::faults {
namespace {

constexpr std::size_t kMostFaults = 1000;

std::uint64_t seed_of(std::uint64_t plan_seed, std::uint64_t id) {
  std::seed_seq parts{static_cast<std::uint32_t>(plan_seed),
                      static_cast<std::uint32_t>(plan_seed >> 32), static_cast<std::uint32_t>(id)};
  return std::mt19937_64(parts)();
}

/// From 0 to just below 1. The standard's own distributions may differ from library to library.
double fraction(std::mt19937_64& draws) {
  return static_cast<double>(draws() >> 11) * 0x1.0p-53;
}

template <class Value>
bool fits(const std::optional<Value>& wanted, const Value& value) {
  return !wanted || *wanted == value;
}

/// Of a chunk: whether the octet that the fault is about lies in it.
bool holds_its_octet(const Fault& fault, const Subject& subject) {
  const std::uint64_t begin = *subject.stream_position;
  const std::uint64_t end = begin + subject.octets;
  switch (fault.kind) {
    case FaultKind::Cut:
    case FaultKind::Reset:
      return fault.after_octets == 0 ? begin == 0
                                     : begin < fault.after_octets && fault.after_octets <= end;
    case FaultKind::Flip:
      return begin <= fault.offset && fault.offset < end;
    default:
      return true;
  }
}

bool fits(const Fault& fault, const Subject& subject) {
  const Match& match = fault.match;
  return fits(match.direction, subject.direction) && (!match.type || match.type == subject.type) &&
         (!match.request_id || match.request_id == subject.request_id) &&
         fits(match.operation, subject.operation) &&
         (!subject.stream_position || holds_its_octet(fault, subject));
}

bool hits(ArmedFault& armed, const Subject& subject) {
  const Match& match = armed.fault.match;
  if (!armed.armed || !fits(armed.fault, subject)) {
    return false;
  }
  ++armed.matched;
  if (armed.matched % match.every != 0 || (match.first && armed.hits >= *match.first)) {
    return false;
  }
  if (match.probability < 1 && fraction(armed.draws) >= match.probability) {
    return false;
  }
  ++armed.hits;
  return true;
}

std::chrono::milliseconds delay_of(const Fault& fault, std::mt19937_64& draws) {
  if (fault.jitter.count() == 0) {
    return fault.delay;
  }
  const double added = fraction(draws) * static_cast<double>(fault.jitter.count() + 1);
  return fault.delay + std::chrono::milliseconds(static_cast<std::int64_t>(added));
}

}  // namespace

ArmedFault::ArmedFault(Fault chosen, std::uint64_t identity, std::uint64_t choices)
    : fault(std::move(chosen)), id(identity), seed(choices), draws(choices) {}

std::uint64_t FaultPlan::arm(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  make_room();
  const std::uint64_t id = ++last_id_;
  const std::uint64_t seed = fault.seed.value_or(seed_of(seed_, id));
  faults_.push_back(std::make_shared<ArmedFault>(fault, id, seed));
  ++armed_;
  return id;
}

void FaultPlan::make_room() {
  if (faults_.size() < kMostFaults) {
    return;
  }
  const auto done = std::find_if(faults_.begin(), faults_.end(), [](const auto& fault) {
    return !fault->armed && fault->effects > 0;
  });
  if (done == faults_.end()) {
    throw orb_client::ConfigError("no more than " + std::to_string(kMostFaults) +
                                  " faults are kept that are armed or had no effect");
  }
  faults_.erase(done);
}

bool FaultPlan::disarm(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  for (const auto& fault : faults_) {
    if (fault->id == id && fault->armed) {
      fault->armed = false;
      --armed_;
      return true;
    }
  }
  return false;
}

std::size_t FaultPlan::disarm_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& fault : faults_) {
    fault->armed = false;
  }
  return armed_.exchange(0);
}

std::vector<Strike> FaultPlan::strikes_at(const Subject& subject) {
  std::vector<Strike> strikes;
  if (armed_ == 0) {
    return strikes;
  }
  const std::lock_guard lock(mutex_);
  for (const auto& armed : faults_) {
    if (hits(*armed, subject)) {
      strikes.push_back({.fault = armed, .delay = delay_of(armed->fault, armed->draws)});
    }
  }
  return strikes;
}

void FaultPlan::count_effect(ArmedFault& fault) {
  const std::lock_guard lock(mutex_);
  ++fault.effects;
}

std::vector<FaultStatistics> FaultPlan::statistics() const {
  const std::lock_guard lock(mutex_);
  std::vector<FaultStatistics> statistics;
  for (const auto& armed : faults_) {
    statistics.push_back({.id = armed->id,
                          .fault = armed->fault,
                          .seed = armed->seed,
                          .armed = armed->armed,
                          .matched = armed->matched,
                          .hits = armed->hits,
                          .effects = armed->effects});
  }
  return statistics;
}

}  // namespace orbbench::faults
