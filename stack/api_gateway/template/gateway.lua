-- What HAProxy's own rules cannot do. First the rate limit, as the action `lua.admit`: of one
-- client's requests, at most `limit` are let through in any stretch of `window` milliseconds.
--
-- HAProxy's own rates (gpc0_rate) weigh the last period by what is left of it, which lets through
-- up to twice the limit around a period's edge; and asking and counting are two steps, between
-- which another thread may ask. Here both are one step, under the lock of this Lua state.
--
-- The window is cut into slots, and a slot counts until its last instant has left the window: a
-- request is forgotten up to a slot late, never early, and a client costs a bounded table whatever
-- the limit is. Requests that are refused do not count.

-- By the environment: HAProxy 2.6.12 hands on no arguments of lua-load.
local limit = tonumber(os.getenv("ORBBENCH_RATE_LIMIT"))
local window_ms = tonumber(os.getenv("ORBBENCH_RATE_WINDOW_MS"))
local most_clients = tonumber(os.getenv("ORBBENCH_RATE_CLIENTS"))

local kSlots = 60
local slot_ms = window_ms / kSlots

-- Clients seen in this generation, and in the one before. What nobody touched for a generation
-- has left the window, so that dropping the older one forgets nothing that counts.
local young, old, young_count = {}, {}, 0
local generation = 0
local crowd = "crowd"  -- newcomers beyond the bound share one allowance

local function client_of(key, slot)
  local current = slot // (kSlots + 2)
  if current ~= generation then
    old = current == generation + 1 and young or {}
    young, young_count, generation = {}, 0, current
  end
  local client = young[key]
  if client then return client end
  client = old[key]
  if not client and young_count >= most_clients then
    key = crowd
    client = young[key] or old[key]
  end
  client = client or { counts = {}, total = 0, oldest = slot, newest = slot }
  if not young[key] then young_count = young_count + 1 end
  young[key] = client
  return client
end

local function forget_before(client, slot)
  if client.newest < slot then
    client.counts, client.total, client.oldest = {}, 0, slot
    return
  end
  while client.oldest < slot do
    client.total = client.total - (client.counts[client.oldest] or 0)
    client.counts[client.oldest] = nil
    client.oldest = client.oldest + 1
  end
end

local function seconds_until_gone(slot, now_ms)
  return math.max(1, math.ceil(((slot + kSlots + 1) * slot_ms - now_ms) / 1000))
end

local function first_counted(client)
  local slot = client.oldest
  while slot < client.newest and not client.counts[slot] do slot = slot + 1 end
  return slot
end

core.register_action("admit", { "http-req" }, function(txn)
  local now = core.now()
  local now_ms = now.sec * 1000 + now.usec // 1000
  local slot = math.floor(now_ms / slot_ms)
  local client = client_of(txn:get_var("txn.client"), slot)
  forget_before(client, slot - kSlots)
  if client.total >= limit then
    txn:set_var("txn.rate_retry_s", seconds_until_gone(first_counted(client), now_ms))
  else
    client.counts[slot] = (client.counts[slot] or 0) + 1
    client.total = client.total + 1
    client.newest = slot
  end
  txn:set_var("txn.rate_remaining", limit - client.total)
  txn:set_var("txn.rate_reset_s", seconds_until_gone(client.newest, now_ms))
end)

-- A refusal that comes while the client still sends is lost with the connection's reset, so that the
-- body is taken in first, as far as that is reasonable.
local most_taken_in = 16 * 1024 * 1024

local function take_in_body(applet)
  local taken_in = 0
  while taken_in < most_taken_in do
    local block = applet:receive(65536)
    if #block == 0 then return end
    taken_in = taken_in + #block
  end
end

local function register_refusal(name, status, form)
  core.register_service(name, "http", function(applet)
    take_in_body(applet)
    local body = form:format(applet:get_var("txn.correlation_id"))
    applet:set_status(status)
    applet:add_header("Content-Type", "application/json")
    applet:add_header("Content-Length", #body)
    applet:start_response()
    applet:send(body)
  end)
end

register_refusal("refuse_large", 413,
  '{"error":"Payload too large","code":"PAYLOAD_TOO_LARGE","message":"a body has at most '
  .. os.getenv("ORBBENCH_MAX_BODY") .. ' octets","correlation_id":"%s"}')
register_refusal("refuse_unsized", 411,
  '{"error":"Length required","code":"LENGTH_REQUIRED","message":"a body needs a Content-Length",'
  .. '"correlation_id":"%s"}')
