#pragma once

#include <cstddef>

namespace orbbench::metrics {

/// Where on a metrics page something stands; both count from 1, the column in octets.
struct Place {
  std::size_t line = 1;
  std::size_t column = 1;
};

}  // namespace orbbench::metrics
