#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "memory/deallocation.hpp"
#include "memory/owned_octets.hpp"

namespace orbbench::orb_core {

/// How often each idempotency token was executed. Thread-safe; at most kMaxTokens are kept.
class Executions {
 public:
  static constexpr std::size_t kMaxTokens = 100000;

  /// The token's count after this execution; none when there is no room for a new token.
  std::optional<std::uint32_t> execute(std::string_view token);
  std::uint32_t count(std::string_view token) const;
  void forget(std::string_view token);

 private:
  struct Record {
    static constexpr Site kSite = Site::ExecutionRecord;
    std::uint32_t count;
  };
  struct Entry {
    OwnedOctets<Site::IdempotencyToken> token;
    Owned<Record> record;
  };

  mutable std::mutex mutex_;
  std::map<std::string_view, Entry> entries_;  // keyed by the text in the entry's own token
};

}  // namespace orbbench::orb_core
