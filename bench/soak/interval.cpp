#include "soak/interval.hpp"

#include <numeric>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::Ok:
      return "ok";
    case Outcome::Timeout:
      return "timeout";
    case Outcome::Unreachable:
      return "unreachable";
    case Outcome::Remote:
      return "remote";
    case Outcome::Protocol:
      return "protocol";
    case Outcome::Other:
      return "other";
  }
  return "other";
}

Outcome outcome_of(const std::exception& error) {
  if (dynamic_cast<const orb_client::TimeoutError*>(&error) != nullptr) {
    return Outcome::Timeout;
  }
  if (dynamic_cast<const orb_client::UnreachableError*>(&error) != nullptr) {
    return Outcome::Unreachable;
  }
  if (dynamic_cast<const orb_client::RemoteError*>(&error) != nullptr) {
    return Outcome::Remote;
  }
  if (dynamic_cast<const orb_client::ProtocolError*>(&error) != nullptr) {
    return Outcome::Protocol;
  }
  return Outcome::Other;
}

std::uint64_t OutcomeCounts::calls() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

void OutcomeCounts::merge(const OutcomeCounts& other) {
  for (const Outcome outcome : kOutcomes) {
    (*this)[outcome] += other[outcome];
  }
}

void IntervalCalls::merge(const IntervalCalls& other) {
  times.from_intended.merge(other.times.from_intended);
  times.from_sent.merge(other.times.from_sent);
  times.lateness.merge(other.times.lateness);
  outcomes.merge(other.outcomes);
  in_faults.merge(other.in_faults);
  in_faults_from_intended.merge(other.in_faults_from_intended);
  if (first_error.empty()) {
    first_error = other.first_error;
  }
}

double live_objects_of(const CoreSample& sample) {
  double sum = 0;
  for (const auto& [site, count] : sample.live_objects) {
    sum += static_cast<double>(count);
  }
  return sum;
}

}  // namespace orbbench::bench
