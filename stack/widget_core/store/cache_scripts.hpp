#pragma once

namespace orbbench::widget_core {

// KEYS[1] is the widget's key, KEYS[2] its lease. Tokens of writers begin with "w", of readers "r".

/// ARGV: a token, the lease's milliseconds, and "1" where the value is known to be garbled. Returns
/// "=" and the value, "+" for a miss with the lease taken, "-" for one without.
inline constexpr const char* kLookUpScript = R"lua(
if ARGV[3] == '1' then redis.call('DEL', KEYS[1]) end
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'string' then return '=' .. redis.call('GET', KEYS[1]) end
if kind ~= 'none' then redis.call('DEL', KEYS[1]) end
if redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX') then return '+' end
return '-'
)lua";

/// ARGV: the reader's token, the value, its TTL in seconds.
inline constexpr const char* kFillScript = R"lua(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
)lua";

/// ARGV: the reader's token.
inline constexpr const char* kGiveUpScript = R"lua(
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1
)lua";

/// ARGV: the writer's token, the lease's milliseconds.
inline constexpr const char* kBeginWriteScript = R"lua(
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1
)lua";

/// ARGV: the writer's token, the value or an empty text, its TTL in seconds. When the lease went to
/// another writer, that one will store what is newer; when it ended, a reader may have stored, or
/// be about to store, what is older.
inline constexpr const char* kFinishWriteScript = R"lua(
local lease = redis.call('GET', KEYS[2])
if lease == ARGV[1] then
  redis.call('DEL', KEYS[2])
  if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
  return 1
end
if not lease or string.sub(lease, 1, 1) ~= 'w' then redis.call('DEL', KEYS[1], KEYS[2]) end
return 0
)lua";

inline constexpr const char* kRemoveScript = R"lua(
local lease = redis.call('GET', KEYS[2])
redis.call('DEL', KEYS[1])
if lease and string.sub(lease, 1, 1) ~= 'w' then redis.call('DEL', KEYS[2]) end
return 1
)lua";

/// ARGV: the cursor. Removes some widgets and returns the next cursor, "0" after the last.
inline constexpr const char* kRemoveSomeScript = R"lua(
local page = redis.call('SCAN', ARGV[1], 'MATCH', 'widget:*', 'COUNT', 500)
for _, key in ipairs(page[2]) do redis.call('DEL', key) end
return page[1]
)lua";

}  // namespace orbbench::widget_core
