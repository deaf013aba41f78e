#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <pqxx/pqxx>
#include <string>

#include "usage/usage_sums.hpp"

namespace orbbench::widget_core {

struct UsagePlace {
  std::int64_t tenant_id = 0;
  std::chrono::sys_days day;
  std::string operation;
};

/// False if that batch of that writer has been written already.
bool begin_batch(pqxx::work& work, const std::string& writer, std::int64_t number);

/// Adds to what is there.
void add_usage(pqxx::work& work, const UsagePlace& place, const UsageSums& sums);

/// Each day's usage of each operation, by day and operation: one after the other, for a histogram
/// is large.
void read_usage(pqxx::work& work, std::int64_t tenant_id, const UsageRange& range,
                const std::function<void(const std::string& day, const std::string& operation,
                                         const UsageSums& sums)>& take);

}  // namespace orbbench::widget_core
