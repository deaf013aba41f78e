#include "checks/workflow/gateway_check.hpp"

#include <cstdio>

#include "checks/workflow/gateway_client.hpp"

namespace orbbench::bench {
namespace {

// A gateway that is not there is no verdict on the stack.
void require_a_gateway(const std::string& url) {
  try {
    GatewayClient(url).send({.step = "health", .path = "/health"});
  } catch (const WrongAnswer& error) {
    throw std::runtime_error(std::string("the gateway was not reached: ") + error.what());
  }
}

std::string milliseconds_text(std::chrono::nanoseconds duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", in_milliseconds(duration));
  return text;
}

}  // namespace

CheckResult judge_through_gateway(CheckContext& context, GatewayCheck body,
                                  const std::string& summary) {
  CheckResult result;
  if (context.gateway.empty()) {
    result.verdict = Verdict::Inconclusive;
    result.summary = kNoGateway;
    return result;
  }
  require_a_gateway(context.gateway);
  attempt(result, [&] { body(context, result); });
  const std::size_t found = result.evidence.size();
  result.verdict = found == 0 ? Verdict::Pass : Verdict::Fail;
  result.summary = found == 0   ? summary
                   : found == 1 ? "1 thing is not as the contract says"
                                : std::to_string(found) + " things are not as the contract says";
  return result;
}

void attempt(CheckResult& result, const std::function<void()>& step) {
  try {
    step();
  } catch (const WrongAnswer& wrong) {
    result.evidence.emplace_back(wrong.what());
  }
}

double in_milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

void add_milliseconds(const std::string& name, const metrics::LatencyHistogram& latency,
                      CheckResult& result) {
  result.figures.push_back({name + "_ms_p50", in_milliseconds(latency.quantile(0.5))});
  result.figures.push_back({name + "_ms_p99", in_milliseconds(latency.quantile(0.99))});
  result.figures.push_back({name + "_ms_max", in_milliseconds(latency.max())});
}

void require_below(const std::string& what, std::chrono::nanoseconds value,
                   std::chrono::milliseconds limit, CheckResult& result) {
  if (value >= limit) {
    result.evidence.push_back(what + " took " + milliseconds_text(value) + ", the limit is " +
                              milliseconds_text(limit));
  }
}

}  // namespace orbbench::bench
