#pragma once

#include <nlohmann/json.hpp>

#include "work/parts.hpp"

namespace orbbench::widget_core {

/// The service's state and that of what it needs. "degraded" where one of them is away; the service
/// serves then all the same what can be served. The core is not called for it.
nlohmann::json read_health(Parts& parts);

}  // namespace orbbench::widget_core
