-- The table `load` goes before: method, paths, headers, body, counts_cache_states.

hits = 0
misses = 0

local requests = {}
local last = 0

function init()
  for index, path in ipairs(load.paths) do
    requests[index] = wrk.format(load.method, path, load.headers, load.body)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

-- With a response function wrk reads the headers of each answer, which costs: only where needed.
if load.counts_cache_states then
  function response(_, headers)
    local state = headers["X-Cache"] or headers["x-cache"]
    if state == "HIT" then
      hits = hits + 1
    elseif state == "MISS" then
      misses = misses + 1
    end
  end
end

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

function done(summary, latency)
  local hit, miss = 0, 0
  for _, thread in ipairs(threads) do
    hit = hit + thread:get("hits")
    miss = miss + thread:get("misses")
  end
  io.write("\n")
  for i = 1, #latency do
    io.write(string.format("LATENCY %d %d\n", latency(i)))
  end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"duration_us":%d,"errors":%d,"hits":%d,"misses":%d}\n',
    summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, hit, miss))
end
