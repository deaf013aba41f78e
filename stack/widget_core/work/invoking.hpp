#pragma once

#include <memory>
#include <optional>
#include <string>

#include "model/invocation.hpp"
#include "orbbench/orb_client/last_good.hpp"
#include "orbbench/service/http.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

struct InvocationResult {
  orb_client::Argument result;
  std::string hash;
  orb_client::Freshness freshness = orb_client::Freshness::Fresh;
};

nlohmann::json to_json(const InvocationResult& result);

/// Calls the objects of widgets for HTTP clients, and remembers the last good answers. Thread-safe.
class Invoker {
 public:
  explicit Invoker(Parts& parts);

  /// One call, with its question and answer in the widget's history before it returns. An answer
  /// from before may stand in where the caller allows it (X-Allow-Stale: true), the operation does,
  /// and no endpoint can be reached. Throws HttpError.
  InvocationResult invoke(const service::Request& request, std::int64_t widget_id,
                          const Invocation& invocation);

 private:
  struct Subject;
  Subject find_subject(const service::Request& request, std::int64_t widget_id,
                       const Invocation& invocation);
  orb_client::Argument call(const service::Request& request, const Subject& subject,
                            const Invocation& invocation);
  orb_client::Argument call_restored(const service::Request& request, const Subject& subject,
                                     const Invocation& invocation);
  void record(const service::Request& request, std::int64_t widget_id, nlohmann::json detail);
  std::optional<orb_client::Argument> find_stale(const service::Request& request,
                                                 std::int64_t widget_id,
                                                 const Invocation& invocation,
                                                 const orb_client::CallError& error);

  Parts& parts_;
  orb_client::LastGood<std::string, orb_client::Argument> last_good_;
};

}  // namespace orbbench::widget_core
