#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace orbbench::service {

/// Redis cannot be reached, or answered too late or with an error.
class RedisUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct RedisLimits {
  std::size_t connections = 8;
  std::chrono::milliseconds timeout{250};  ///< of connecting, and of each command
  std::chrono::milliseconds pause{250};    ///< after a failure: refused at once meanwhile
};

/// What a command or script returned: nothing for nil, a text for a string, status or integer.
using RedisValue = std::optional<std::string>;

/// A bounded pool of Redis connections. Thread-safe. A command is never repeated, but for one whose
/// idle connection proved dead before the reply: all commands used here may be.
class RedisPool {
 public:
  RedisPool(std::string host, std::uint16_t port, RedisLimits limits = {});
  ~RedisPool();
  RedisPool(const RedisPool&) = delete;
  RedisPool& operator=(const RedisPool&) = delete;

  /// Throws RedisUnavailable.
  RedisValue command(const std::vector<std::string>& words);

  /// Runs a Lua script by EVALSHA, loading it where Redis does not know it.
  RedisValue script(const std::string& source, const std::vector<std::string>& keys,
                    const std::vector<std::string>& arguments);

  /// Goes up by one each time that Redis was lost: what was believed of its content is void.
  std::uint64_t losses() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::service
