#include <chrono>
#include <stdexcept>

#include "checks/workflow/cache_keys.hpp"
#include "checks/workflow/gateway_check.hpp"
#include "checks/workflow/guest.hpp"

namespace orbbench::bench {
namespace {

constexpr int kReads = 50;
constexpr std::chrono::milliseconds kMissLimit{500};

GatewayAnswer read(Guest& guest, const Guest::Made& widget, const char* step,
                   const std::string& cache_state) {
  auto answer = guest.send({.step = step, .path = widget.path});
  require_status(answer, 200);
  require(answer.header("x-cache") == cache_state, answer, "X-Cache: " + cache_state);
  require(answer.json() == widget.answer.json(), answer, "the widget as it was created");
  return answer;
}

void read_past_the_cache(CheckContext& context, CheckResult& result) {
  CacheKeys cache(*context.cache);
  Guest guest(context.gateway);
  const Guest::Made widget = guest.create_widget({{"type", "label"}, {"label", "cached"}});
  metrics::LatencyHistogram misses;
  metrics::LatencyHistogram hits;
  for (int i = 0; i < kReads; ++i) {
    throw_if_stopped(context);
    const std::string key = CacheKeys::key_of(widget.widget_id);
    if (cache.remove({key}) == 0) {
      throw std::runtime_error("the cache has no key " + key +
                               ": is it the one of this gateway's stack?");
    }
    misses.record(read(guest, widget, "read without its key", "MISS").elapsed);
    hits.record(read(guest, widget, "read with its key", "HIT").elapsed);
  }
  add_milliseconds("miss", misses, result);
  add_milliseconds("hit", hits, result);
  require_below("read without its key: the slowest", misses.max(), kMissLimit, result);
  guest.delete_widget(widget.widget_id);
}

}  // namespace

CheckResult check_workflow_cache(CheckContext& context) {
  if (!context.cache) {
    CheckResult result;
    result.verdict = Verdict::Inconclusive;
    result.summary = kNoCache;
    return result;
  }
  return judge_through_gateway(context, read_past_the_cache,
                               "a read whose key is gone finds the row, and puts the key back");
}

}  // namespace orbbench::bench
