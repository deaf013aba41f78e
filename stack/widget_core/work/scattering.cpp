#include "work/scattering.hpp"

#include <utility>
#include <vector>

#include "model/field_problems.hpp"
#include "orbbench/orb_client/correlation_scope.hpp"
#include "orbbench/orb_client/scatter.hpp"
#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/log.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::HttpError;

constexpr std::size_t kMaxCalls = 16;

struct ScatteredCall {
  std::int64_t widget_id = 0;
  Invocation invocation;
};

ScatteredCall read_call(json call) {
  if (!call.is_object() || !call.contains("widget_id") || !call["widget_id"].is_number_unsigned()) {
    refuse_field("calls");
  }
  ScatteredCall scattered;
  scattered.widget_id = call["widget_id"].get<std::int64_t>();
  call.erase("widget_id");
  scattered.invocation = read_invocation(call);
  return scattered;
}

std::vector<ScatteredCall> read_calls(const json& body) {
  FieldProblems problems;
  problems.refuse_unknown(body, {"calls"});
  if (!body.contains("calls")) {
    problems.missing("calls");
  } else if (!body["calls"].is_array() || body["calls"].empty() ||
             body["calls"].size() > kMaxCalls) {
    problems.invalid("calls");
  }
  problems.throw_if_any();
  std::vector<ScatteredCall> calls;
  for (const json& call : body["calls"]) {
    calls.push_back(read_call(call));
  }
  return calls;
}

json failure(int status, const std::string& code, const std::string& error) {
  return {{"status", status}, {"code", code}, {"error", error}};
}

// Each call runs on a thread of its own, which knows nothing of the request.
json run_call(Invoker& invoker, const service::Request& request, const ScatteredCall& call) {
  const service::LogScope log_scope(request.correlation_id);
  const orb_client::CorrelationScope correlation(request.correlation_id);
  json result;
  try {
    result = to_json(invoker.invoke(request, call.widget_id, call.invocation));
    result["status"] = 200;
  } catch (const HttpError& error) {
    result = failure(error.status(), error.code(), error.error());
  } catch (const service::DatabaseUnavailable&) {
    result = failure(503, "DATABASE_UNAVAILABLE", "Database unavailable");
  } catch (const std::exception& error) {
    service::log(service::LogLevel::Error, "scattered_call_failed", {{"reason", error.what()}});
    result = failure(500, "INTERNAL_ERROR", "Internal error");
  }
  result["widget_id"] = call.widget_id;
  return result;
}

}  // namespace

json scatter_calls(Invoker& invoker, const service::Request& request, const json& body) {
  const std::vector<ScatteredCall> calls = read_calls(body);
  json results = std::vector<json>(calls.size());
  orb_client::run_in_parallel(
      calls.size(), kMaxCalls, request.deadline,
      [&](std::size_t i) { results[i] = run_call(invoker, request, calls[i]); },
      [&](std::size_t i) {
        results[i] = failure(504, "DEADLINE_EXCEEDED", "Deadline exceeded");
        results[i]["widget_id"] = calls[i].widget_id;
      });
  return {{"results", std::move(results)}};
}

}  // namespace orbbench::widget_core
