-- The table `load` goes before: method, paths, headers, body, connections, counts_cache_states.

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

-- wrk 4 adds to each latency above twice the mean those that it takes to have been left out meanwhile
-- (stats_correct in its stats.c), which moves all quantiles, the median by several per cent where a
-- machine wobbles. Here a closed loop is compared with another: what was added is taken away again,
-- from the longest on, since only longer ones have added to a latency.
local function take_away_added(values, counts, mean)
  for i = #values, 1, -1 do
    local count = counts[values[i]]
    local added = values[i] - mean
    while count > 0 and added > mean do
      counts[added] = counts[added] - count
      added = added - mean
    end
  end
end

local function measured(summary, latency)
  local values, counts, all = {}, {}, 0
  for i = 1, #latency do
    local value, count = latency(i)
    values[i] = value
    counts[value] = count
    all = all + count
  end
  if all > summary.requests then
    take_away_added(values, counts,
                    math.floor(summary.duration / math.floor(summary.requests / load.connections)))
  end
  return values, counts
end

local function quantile(values, counts, share)
  local all, below = 0, 0
  for _, value in ipairs(values) do
    all = all + counts[value]
  end
  for _, value in ipairs(values) do
    below = below + counts[value]
    if below >= share * all then
      return value
    end
  end
  return 0
end

function done(summary, latency)
  local values, counts = measured(summary, latency)
  local hit, miss = 0, 0
  for _, thread in ipairs(threads) do
    hit = hit + thread:get("hits")
    miss = miss + thread:get("misses")
  end
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"errors":%d,"hits":%d,"misses":%d}\n',
    summary.requests, summary.duration, quantile(values, counts, 0.5), quantile(values, counts, 0.99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, hit, miss))
end
