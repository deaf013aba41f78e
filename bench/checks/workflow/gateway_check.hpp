#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "checks/check.hpp"
#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::bench {

/// What a check through the gateway does: adds figures, and a line of evidence for each thing that
/// is wrong. May throw WrongAnswer at the one beyond which there is nothing to be tried.
using GatewayCheck = void (*)(CheckContext& context, CheckResult& result);

/// Passes with `summary` unless the body found anything. Inconclusive where the context has no
/// gateway, invalid where nothing answers there.
CheckResult judge_through_gateway(CheckContext& context, GatewayCheck body,
                                  const std::string& summary);

/// Runs a step. What it throws as WrongAnswer is evidence, and does not keep the next from running.
void attempt(CheckResult& result, const std::function<void()>& step);

/// Figures name_ms_p50, name_ms_p99 and name_ms_max.
void add_milliseconds(const std::string& name, const metrics::LatencyHistogram& latency,
                      CheckResult& result);

/// A line of evidence unless the value is under its limit.
void require_below(const std::string& what, std::chrono::nanoseconds value,
                   std::chrono::milliseconds limit, CheckResult& result);

double in_milliseconds(std::chrono::nanoseconds duration);

}  // namespace orbbench::bench
