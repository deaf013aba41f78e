#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "checks/workflow/gateway_check.hpp"
#include "checks/workflow/guest.hpp"

namespace orbbench::bench {
namespace {

using metrics::LatencyHistogram;
using namespace std::chrono_literals;

constexpr int kMany = 100;  ///< creates, invokes and deletes
constexpr int kUpdates = 50;
constexpr int kCertain = 3;  ///< requests over their limit
constexpr std::chrono::milliseconds kHundredLimit = 10s;
constexpr std::chrono::milliseconds kCreateLimit = 1s;
constexpr std::chrono::milliseconds kChangeLimit = 500ms;
constexpr std::chrono::milliseconds kInvokeLimit = 500ms;

/// One request after the other.
struct Series {
  LatencyHistogram latency;
  std::chrono::nanoseconds total{};
};

// A stack so slow that its verdict is certain is not waited for: p99 of a hundred is the last but
// one.
Series time_series(CheckContext& context, int count, std::chrono::milliseconds limit,
                   const std::function<GatewayAnswer(int)>& request) {
  Series series;
  int late = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int number = 0; number < count && series.total < kHundredLimit && late < kCertain;
       ++number) {
    throw_if_stopped(context);
    const std::chrono::nanoseconds elapsed = request(number).elapsed;
    series.latency.record(elapsed);
    late += elapsed >= limit ? 1 : 0;
    series.total = std::chrono::steady_clock::now() - start;
  }
  return series;
}

std::string hundred(const char* what, const Series& series) {
  return std::to_string(series.latency.count()) + " " + what;
}

void time_creates(CheckContext& context, Guest& guest, std::vector<std::int64_t>& widgets,
                  CheckResult& result) {
  context.report("creates");
  const Series series = time_series(context, kMany, kCreateLimit, [&](int number) {
    const auto made =
        guest.create_widget({{"type", "button"}, {"label", "widget " + std::to_string(number)}});
    widgets.push_back(made.widget_id);
    return made.answer;
  });
  add_milliseconds("create", series.latency, result);
  result.figures.push_back({"creates_ms", in_milliseconds(series.total)});
  require_below("create: the slowest", series.latency.max(), kCreateLimit, result);
  require_below("create: " + hundred("of them", series), series.total, kHundredLimit, result);
}

void time_updates(CheckContext& context, Guest& guest, std::int64_t widget, CheckResult& result) {
  context.report("updates");
  const Series series = time_series(context, kUpdates, kChangeLimit, [&](int number) {
    auto answer = guest.send({.step = "update",
                              .method = "PATCH",
                              .path = widget_path(widget),
                              .body = R"({"label":"update )" + std::to_string(number) + "\"}"});
    require_status(answer, 200);
    return answer;
  });
  add_milliseconds("update", series.latency, result);
  require_below("update: the slowest", series.latency.max(), kChangeLimit, result);
}

void time_invokes(CheckContext& context, Guest& guest, std::int64_t widget, CheckResult& result) {
  context.report("invokes");
  const Series series = time_series(context, kMany, kInvokeLimit, [&](int) {
    auto answer = guest.send({.step = "invoke",
                              .method = "POST",
                              .path = widget_path(widget) + "/orb/invoke",
                              .body = R"({"operation":"simple_operation","params":[]})"});
    require_status(answer, 200);
    return answer;
  });
  add_milliseconds("invoke", series.latency, result);
  result.figures.push_back({"invokes_ms", in_milliseconds(series.total)});
  require_below("invoke: p99", series.latency.quantile(0.99), kInvokeLimit, result);
  require_below("invoke: " + hundred("of them", series), series.total, kHundredLimit, result);
}

void time_deletes(CheckContext& context, Guest& guest, const std::vector<std::int64_t>& widgets,
                  CheckResult& result) {
  context.report("deletes");
  const Series series = time_series(
      context, static_cast<int>(widgets.size()), kChangeLimit,
      [&](int number) { return guest.delete_widget(widgets[static_cast<std::size_t>(number)]); });
  add_milliseconds("delete", series.latency, result);
  require_below("delete: the slowest", series.latency.max(), kChangeLimit, result);
}

void time_all(CheckContext& context, CheckResult& result) {
  Guest guest(context.gateway);
  std::vector<std::int64_t> widgets;
  time_creates(context, guest, widgets, result);
  attempt(result, [&] { time_updates(context, guest, widgets.front(), result); });
  attempt(result, [&] { time_invokes(context, guest, widgets.front(), result); });
  time_deletes(context, guest, widgets, result);
}

}  // namespace

CheckResult check_workflow_latency(CheckContext& context) {
  return judge_through_gateway(context, time_all,
                               "creates, updates, invokes and deletes are within their limits");
}

}  // namespace orbbench::bench
