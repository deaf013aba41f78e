#pragma once

#include <string>

#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {

/// What a request of the service is counted as, one of a dozen; null for what nobody's usage is: a
/// look at the health, or at the usage itself.
const char* operation_class(service::Method method, const std::string& path);

}  // namespace orbbench::widget_core
