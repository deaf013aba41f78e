#pragma once

#include <cstdint>
#include <vector>

#include "model/widget_record.hpp"
#include "model/widget_request.hpp"
#include "orbbench/service/http.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

struct WidgetUpdate {
  std::int64_t id = 0;
  WidgetChanges changes;
};

/// Changes the named fields of widgets, in the given order and in one transaction with their audit
/// rows and, for new labels, the core's objects: all of them, or none. Throws HttpError 404, 409
/// VERSION_CONFLICT with the current version, 409 ILLEGAL_TRANSITION, 400 for a value that the type
/// cannot have, 503 where the core is needed and cannot be had.
std::vector<WidgetRecord> update_widgets(Parts& parts, const service::Request& request,
                                         const std::vector<WidgetUpdate>& updates);

}  // namespace orbbench::widget_core
