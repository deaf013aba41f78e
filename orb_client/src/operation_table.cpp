#include "operation_table.hpp"

#include <algorithm>
#include <mutex>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxOperations = 256;
constexpr std::size_t kMaxNameOctets = 64;

bool is_printable(char character) {
  return character > ' ' && character < '\x7f';
}

void check_name(const std::string& name) {
  if (name.empty() || name.size() > kMaxNameOctets ||
      !std::all_of(name.begin(), name.end(), is_printable)) {
    throw ConfigError("an operation's name of " + std::to_string(name.size()) +
                      " octets: 1 to 64 printable ones without a space would be right");
  }
}

}  // namespace

OperationState::OperationState(std::string operation, std::size_t endpoints,
                               const BreakerPolicy& policy)
    : name(std::move(operation)) {
  for (std::size_t i = 0; i < endpoints; ++i) {
    breakers.emplace_back(policy);
  }
}

OperationTable::OperationTable(std::size_t endpoints, const BreakerPolicy& breaker)
    : endpoints_(endpoints), breaker_(breaker) {}

OperationState& OperationTable::find_or_add(const std::string& name) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = states_.find(name); found != states_.end()) {
      return *found->second;
    }
  }
  check_name(name);
  return add(name);
}

void OperationTable::for_each(const std::function<void(const OperationState&)>& visit) const {
  const std::shared_lock lock(mutex_);
  for (const auto& [name, state] : states_) {
    visit(*state);
  }
}

OperationState& OperationTable::add(const std::string& name) {
  const std::unique_lock lock(mutex_);
  if (states_.size() >= kMaxOperations && !states_.contains(name)) {
    throw ConfigError("operation " + name + " is the client's 257th: 256 may be named, no ids");
  }
  auto& state = states_[name];
  if (state == nullptr) {
    state = std::make_unique<OperationState>(name, endpoints_, breaker_);
  }
  return *state;
}

RunningCall::RunningCall(OperationState& operation, std::size_t max_concurrent)
    : operation_(operation) {
  const std::size_t before = operation_.running.fetch_add(1);
  if (max_concurrent == 0 || before < max_concurrent) {
    return;
  }
  operation_.running.fetch_sub(1);
  throw BulkheadFullError(
      {.operation = operation_.name, .endpoint = "every endpoint", .exception = ""},
      std::to_string(max_concurrent) + " calls of it run already, as many as may at once");
}

}  // namespace orbbench::orb_client
