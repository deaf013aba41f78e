#include "orbbench/orb_client/call_counts.hpp"

#include <functional>

namespace orbbench::orb_client {

struct CallCounts::Counters {
  explicit Counters(std::string_view name) : operation(name) {}

  OperationCounts read() const {
    OperationCounts counts;
    counts.operation = operation;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      counts.calls[i] = calls[i].load();
    }
    counts.retries = retries.load();
    counts.failovers = failovers.load();
    for (std::size_t i = 0; i < transitions.size(); ++i) {
      counts.transitions[i] = transitions[i].load();
    }
    return counts;
  }

  const std::string operation;
  std::array<std::atomic<std::uint64_t>, kOutcomeCount> calls{};
  std::atomic<std::uint64_t> retries = 0;
  std::atomic<std::uint64_t> failovers = 0;
  std::array<std::atomic<std::uint64_t>, 3> transitions{};
};

CallCounts::CallCounts() : other_(std::make_unique<Counters>("other")) {}

CallCounts::~CallCounts() {
  for (const auto& entry : entries_) {
    delete entry.load();
  }
}

void CallCounts::on_call(const CallRecord& record) {
  counters_of(record.operation).calls[static_cast<std::size_t>(record.outcome)].fetch_add(1);
}

void CallCounts::on_retry(const RetryRecord& record) {
  Counters& counters = counters_of(record.operation);
  counters.retries.fetch_add(1);
  if (record.course == RetryCourse::FailsOver) {
    counters.failovers.fetch_add(1);
  }
}

void CallCounts::on_transition(const BreakerRecord& record) {
  counters_of(record.operation)
      .transitions[static_cast<std::size_t>(record.transition.to)]
      .fetch_add(1);
}

std::vector<OperationCounts> CallCounts::read() const {
  std::vector<OperationCounts> all;
  for (const auto& entry : entries_) {
    if (const Counters* counters = entry.load()) {
      all.push_back(counters->read());
    }
  }
  if (overflowed_) {
    all.push_back(other_->read());
  }
  return all;
}

OperationCounts CallCounts::read(std::string_view operation) const {
  const Counters* counters = find(operation);
  if (counters != nullptr) {
    return counters->read();
  }
  OperationCounts none;
  none.operation = operation;
  return none;
}

const CallCounts::Counters* CallCounts::find(std::string_view operation) const {
  std::size_t at = std::hash<std::string_view>{}(operation);
  for (std::size_t step = 0; step < kEntries; ++step, ++at) {
    const Counters* counters = entries_[at % kEntries].load();
    if (counters == nullptr || counters->operation == operation) {
      return counters;
    }
  }
  return nullptr;
}

CallCounts::Counters& CallCounts::counters_of(std::string_view operation) {
  std::size_t at = std::hash<std::string_view>{}(operation);
  while (true) {
    std::atomic<Counters*>& entry = entries_[at % kEntries];
    Counters* counters = entry.load();
    if (counters == nullptr) {
      counters = add(entry, operation);
    }
    if (counters == other_.get() || counters->operation == operation) {
      return *counters;
    }
    ++at;
  }
}

// Returns what is in the entry then: another thread's operation, perhaps. A place is taken before
// the entry is: so there are always empty entries left, and every search ends.
CallCounts::Counters* CallCounts::add(std::atomic<Counters*>& entry, std::string_view operation) {
  if (operations_.fetch_add(1) >= kMaxOperations) {
    operations_.fetch_sub(1);
    overflowed_ = true;
    return other_.get();
  }
  auto made = std::make_unique<Counters>(operation);
  Counters* present = nullptr;
  if (entry.compare_exchange_strong(present, made.get())) {
    return made.release();
  }
  operations_.fetch_sub(1);
  return present;
}

}  // namespace orbbench::orb_client
