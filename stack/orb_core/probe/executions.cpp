#include "probe/executions.hpp"

#include <utility>

namespace orbbench::orb_core {

std::optional<std::uint32_t> Executions::execute(std::string_view token) {
  const std::lock_guard lock(mutex_);
  auto entry = entries_.find(token);
  if (entry == entries_.end()) {
    if (entries_.size() >= kMaxTokens) {
      return std::nullopt;
    }
    Entry fresh{OwnedOctets<Site::IdempotencyToken>(token), make_owned<Record>()};
    const std::string_view key = fresh.token.text();
    entry = entries_.emplace(key, std::move(fresh)).first;
  }
  return ++entry->second.record->count;
}

std::uint32_t Executions::count(std::string_view token) const {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(token);
  return entry == entries_.end() ? 0 : entry->second.record->count;
}

void Executions::forget(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(token);
  if (entry != entries_.end()) {
    entries_.erase(entry);
  }
}

}  // namespace orbbench::orb_core
