#pragma once

#include <optional>
#include <string>

#include "orbbench/work/event_stream.hpp"

namespace orbbench::bench {

/// The Redis that REDIS_HOST and REDIS_PORT name, as `orbbench stack up` prints them; nothing
/// without REDIS_HOST. Throws ConfigError.
std::optional<work::RedisAddress> named_redis();

/// "HOST:PORT", or if that is empty the named one. Throws ConfigError where there is neither.
work::RedisAddress choose_redis(const std::string& given);

}  // namespace orbbench::bench
