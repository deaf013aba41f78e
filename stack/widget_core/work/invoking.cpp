#include "work/invoking.hpp"

#include <utility>

#include "core/call_failure.hpp"
#include "core/operations.hpp"
#include "model/content_hash.hpp"
#include "orbbench/service/log.hpp"
#include "store/operation_plugins.hpp"
#include "store/widget_history.hpp"
#include "store/widget_rows.hpp"
#include "work/reading.hpp"
#include "work/restoring.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using orb_client::Argument;
using orb_client::CallError;
using orb_client::Deadline;
using service::HttpError;

constexpr std::size_t kMaxRemembered = 4096;
constexpr std::chrono::hours kLongestMemory{1};
constexpr std::size_t kMaxRecordedOctets = 4096;  // of the questions, and of the answers

std::string key_of(std::int64_t widget_id, const Invocation& invocation) {
  return hash_content({widget_id, invocation.operation, to_json(invocation.parameters)});
}

// A history is for reading: of what is very long it keeps the hash.
json recorded(json value) {
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() <= kMaxRecordedOctets
             ? std::move(value)
             : json{{"octets", text.size()}, {"sha256", hash_content(value)}};
}

json question_of(const Invocation& invocation) {
  return {{"operation", invocation.operation},
          {"params", recorded(to_json(invocation.parameters))}};
}

// Refused on this side of the wire: the object was asked nothing.
bool was_asked(const CallError& error) {
  return dynamic_cast<const orb_client::PoolExhaustedError*>(&error) == nullptr &&
         dynamic_cast<const orb_client::BulkheadFullError*>(&error) == nullptr &&
         dynamic_cast<const orb_client::BreakerOpenError*>(&error) == nullptr;
}

bool has_no_object(const CallError& error) {
  return is_remote(error, "OrbCore::WidgetNotFound") || is_remote(error, "OBJECT_NOT_EXIST");
}

void require_allowed(const OperationPlugin& plugin, const Invocation& invocation) {
  if (!plugin.enabled) {
    throw HttpError(404, "BAD_OPERATION", "BAD_OPERATION",
                    "the operation " + plugin.operation + " is disabled",
                    {{"exception", "BAD_OPERATION"}});
  }
  if (plugin.max_params && invocation.parameters.size() > *plugin.max_params) {
    throw HttpError(400, "BAD_PARAM", "BAD_PARAM",
                    "more parameters than the operation is set to take",
                    {{"exception", "BAD_PARAM"}});
  }
}

}  // namespace

struct Invoker::Subject {
  WidgetRecord record;
  Deadline deadline;
};

json to_json(const InvocationResult& result) {
  return {{"result", to_json(result.result)},
          {"result_hash", result.hash},
          {"stale", result.freshness == orb_client::Freshness::Stale}};
}

Invoker::Invoker(Parts& parts) : parts_(parts), last_good_(kMaxRemembered, kLongestMemory) {}

InvocationResult Invoker::invoke(const service::Request& request, std::int64_t widget_id,
                                 const Invocation& invocation) {
  const Subject subject = find_subject(request, widget_id, invocation);
  require_client(request);
  const std::string type(name_of(subject.record.widget.type));
  try {
    Argument answer = call_restored(request, subject, invocation);
    last_good_.keep(key_of(widget_id, invocation), answer);
    std::string hash = hash_result(type, invocation, answer);
    json detail = question_of(invocation);
    detail["result"] = recorded(to_json(answer));
    detail["result_hash"] = hash;
    record(request, widget_id, std::move(detail));
    return {std::move(answer), std::move(hash), orb_client::Freshness::Fresh};
  } catch (const CallError& error) {
    if (auto stale = find_stale(request, widget_id, invocation, error)) {
      std::string hash = hash_result(type, invocation, *stale);
      return {*std::move(stale), std::move(hash), orb_client::Freshness::Stale};
    }
    const HttpError failure = http_error_of(error);
    if (was_asked(error)) {
      json detail = question_of(invocation);
      detail["error"] = failure.error();
      try {
        record(request, widget_id, std::move(detail));
      } catch (const service::DatabaseUnavailable& lost) {
        service::log(service::LogLevel::Warning, "failure_not_recorded",
                     {{"widget_id", widget_id}, {"reason", lost.what()}});
      }
    }
    throw failure;
  } catch (const orb_client::ConfigError& error) {
    throw HttpError(400, "BAD_PARAM", "BAD_PARAM", error.what(), {{"exception", "BAD_PARAM"}});
  }
}

// The plug-in is read each time: what a tenant disables is disabled for the next call.
Invoker::Subject Invoker::find_subject(const service::Request& request, std::int64_t widget_id,
                                       const Invocation& invocation) {
  WidgetRecord record = read_widget(parts_, request, widget_id).record;
  const OperationPlugin plugin = parts_.database.query(request.deadline, [&](pqxx::work& work) {
    return find_plugin(work, record.tenant_id, invocation.operation);
  });
  require_allowed(plugin, invocation);
  Deadline deadline = request.header("X-Request-Timeout-Ms")
                          ? request.deadline
                          : request.deadline.capped(parts_.call_timeout);
  if (plugin.timeout) {
    deadline = deadline.capped(*plugin.timeout);
  }
  return {std::move(record), deadline};
}

Argument Invoker::call(const service::Request& request, const Subject& subject,
                       const Invocation& invocation) {
  return parts_.core.invoke(subject.record.widget.id, invocation.operation, invocation.parameters,
                            subject.deadline, [&request] { require_client(request); });
}

// A core that was restarted, or that stands in for another one, does not know the widget yet.
Argument Invoker::call_restored(const service::Request& request, const Subject& subject,
                                const Invocation& invocation) {
  try {
    return call(request, subject, invocation);
  } catch (const orb_client::RemoteError& error) {
    if (!has_no_object(error)) {
      throw;
    }
  }
  const std::int64_t id = subject.record.widget.id;
  parts_.database.transact(subject.deadline, [&](pqxx::work& work) {
    const auto row = find_widget(work, id, std::nullopt, RowLock::ForUpdate);
    if (!row || !restore_object(work, *row, parts_.core.upkeep(), subject.deadline)) {
      throw widget_not_found(id);
    }
  });
  try {
    return call(request, subject, invocation);
  } catch (const orb_client::RemoteError& error) {
    if (!has_no_object(error)) {
      throw;
    }
    // Calls and creations may be at different endpoints until breakers agree.
    throw HttpError(503, "ORB_UNAVAILABLE", "ORB core unavailable",
                    "the widget's object is not where the call went; try again");
  }
}

void Invoker::record(const service::Request& request, std::int64_t widget_id, json detail) {
  // Even after the call used up its own deadline there must be time for this.
  const auto deadline = Deadline::at(std::max(
      request.deadline.instant(), Deadline::after(std::chrono::milliseconds(500)).instant()));
  parts_.database.transact(
      deadline, [&](pqxx::work& work) { append_event(work, widget_id, "invoke", detail); });
}

std::optional<Argument> Invoker::find_stale(const service::Request& request, std::int64_t widget_id,
                                            const Invocation& invocation, const CallError& error) {
  const OperationFacts* facts = find_operation(invocation.operation);
  const bool allowed = facts != nullptr && facts->staleness == Staleness::Allowed &&
                       request.header("X-Allow-Stale") == "true";
  if (!allowed || !orb_client::means_every_endpoint_is_down(error)) {
    return std::nullopt;
  }
  auto kept = last_good_.find(key_of(widget_id, invocation));
  return kept ? std::optional(std::move(kept->value)) : std::nullopt;
}

}  // namespace orbbench::widget_core
