#include "worker/soak_item.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "orbbench/orb_client/errors.hpp"
#include "worker/plan_reader.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using std::chrono::nanoseconds;

constexpr double kMostRate = 1e6;
constexpr double kMostSeconds = 7 * 86400;
constexpr double kMostInterval = 3600;
constexpr double kMostWarmUp = 60;
constexpr double kWarmUpShare = 0.2;
constexpr std::size_t kMostGenerators = 1000;
constexpr std::size_t kMostItems = 100'000;
constexpr std::size_t kMostLanes = 64;
constexpr std::size_t kMostOctets = std::size_t{16} << 20U;
constexpr std::size_t kDefaultDeadline = 5000;  // ms
constexpr std::size_t kLongestDeadline = 600'000;

nanoseconds from_seconds(double seconds) {
  return nanoseconds(std::llround(seconds * 1e9));
}

LoadScenario read_scenario(const PlanReader& reader) {
  LoadScenario scenario;
  const std::size_t octets = reader.whole("payload_octets", 0, 0, kMostOctets);
  scenario.name = octets == 0 ? "ping" : "echo_octets";
  scenario.mix = {{scenario.name, 1, octets}};
  scenario.lanes = reader.whole("lanes", 1, 1, kMostLanes);
  reader.at("rate");
  scenario.arrivals.process = ConstantArrivals{reader.number("rate", 0, 1e-3, kMostRate)};
  reader.at("duration_s");
  scenario.arrivals.duration = from_seconds(reader.number("duration_s", 0, 0.1, kMostSeconds));
  scenario.deadline =
      std::chrono::milliseconds(reader.whole("deadline_ms", kDefaultDeadline, 1, kLongestDeadline));
  // An item begins with its first call: what a warm-up would call is counted nowhere.
  scenario.warm_up = std::chrono::milliseconds(0);
  return scenario;
}

SoakLimits read_limits(const PlanReader& reader) {
  SoakLimits limits;
  if (reader.has("slo_p99_ms")) {
    limits.slo_p99_ms = reader.number("slo_p99_ms", 0, 1e-3, 6e5);
  }
  limits.drift = reader.number("drift", limits.drift, 1, 1000);
  if (reader.has("margin_octets")) {
    limits.octets = {reader.number("margin_octets", 0, 0, 1e12), HUGE_VAL, limits.octets.noise};
  }
  if (reader.has("margin_objects")) {
    limits.objects = {reader.number("margin_objects", 0, 0, 1e9), HUGE_VAL, limits.objects.noise};
  }
  return limits;
}

SoakPlan read_soak_plan(const PlanReader& reader) {
  SoakPlan plan;
  plan.scenario = read_scenario(reader);
  plan.interval = from_seconds(reader.number("interval_s", 5, 0.1, kMostInterval));
  const double seconds = std::chrono::duration<double>(plan.scenario.arrivals.duration).count();
  plan.warm_up = from_seconds(
      reader.number("warm_up_s", std::min(kWarmUpShare * seconds, kMostWarmUp), 0, kMostSeconds));
  plan.limits = read_limits(reader);
  return plan;
}

/// The items of each stretch that is whole.
std::map<std::size_t, std::vector<const MeasuredItem*>> by_stretch(
    const SharedSoak& soak, const std::vector<MeasuredItem>& items) {
  std::map<std::size_t, std::vector<const MeasuredItem*>> stretches;
  for (const MeasuredItem& item : items) {
    stretches[soak.stretch_of(item.interval.index)].push_back(&item);
  }
  std::erase_if(stretches, [&](const auto& one) { return one.second.size() < soak.generators; });
  return stretches;
}

SoakInterval merged(std::size_t stretch, const std::vector<const MeasuredItem*>& items) {
  SoakInterval whole;
  whole.index = stretch;
  whole.started = items.front()->interval.started;
  std::chrono::sys_time<nanoseconds> latest{};
  for (const MeasuredItem* item : items) {
    const SoakInterval& one = item->interval;
    whole.started = std::min(whole.started, one.started);
    whole.length = std::max(whole.length, one.length);
    whole.calls.merge(one.calls);
    whole.floor.merge(one.floor);
    if (one.core && one.started + one.length > latest) {
      latest = one.started + one.length;
      whole.core = one.core;
    }
    if (whole.sample_error.empty()) {
      whole.sample_error = one.sample_error;
    }
  }
  return whole;
}

}  // namespace

SoakPlan SharedSoak::plan_of_item(std::size_t ordinal) const {
  SoakPlan item = plan;
  const nanoseconds begin = plan.interval * static_cast<std::int64_t>(stretch_of(ordinal));
  item.scenario.arrivals = plan.scenario.arrivals.scaled(1 / static_cast<double>(generators));
  item.scenario.arrivals.duration =
      std::min(plan.interval, plan.scenario.arrivals.duration - begin);
  item.interval = item.scenario.arrivals.duration;
  item.warm_up = nanoseconds(0);
  return item;
}

SharedSoak parse_shared_soak(const std::string& text) {
  const json document = parse_plan(text);
  const PlanReader reader(document, "");
  reader.allow_only({"kind", "core", "metrics", "rate", "payload_octets", "lanes", "duration_s",
                     "interval_s", "generators", "deadline_ms", "warm_up_s", "slo_p99_ms", "drift",
                     "margin_octets", "margin_objects", "priority", "max_attempts"});
  SharedSoak soak{.core = reader.text("core"),
                  .metrics = reader.text("metrics"),
                  .plan = read_soak_plan(reader),
                  .generators = reader.whole("generators", 1, 1, kMostGenerators)};
  if (soak.items() > kMostItems) {
    reader.refuse("interval_s", "makes " + std::to_string(soak.items()) +
                                    " items of this duration; 100000 is the most");
  }
  return soak;
}

std::vector<SoakInterval> merge_stretches(const SharedSoak& soak,
                                          const std::vector<MeasuredItem>& items) {
  std::vector<SoakInterval> whole;
  std::uint64_t calls = 0;
  for (const auto& [stretch, of_it] : by_stretch(soak, items)) {
    whole.push_back(merged(stretch, of_it));
    calls += whole.back().calls.outcomes.calls();
    if (whole.back().core) {
      whole.back().core->calls = calls;
    }
  }
  return whole;
}

std::vector<std::size_t> stretches_apart(const SharedSoak& soak,
                                         const std::vector<MeasuredItem>& items) {
  std::vector<std::size_t> apart;
  for (const auto& [stretch, of_it] : by_stretch(soak, items)) {
    const auto [first, last] = std::ranges::minmax(
        of_it, {}, [](const MeasuredItem* item) { return item->interval.started; });
    if (last->interval.started - first->interval.started > first->interval.length / 2) {
      apart.push_back(stretch);
    }
  }
  return apart;
}

}  // namespace orbbench::bench
