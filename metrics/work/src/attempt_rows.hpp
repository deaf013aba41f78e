#pragma once

#include <cstdint>
#include <pqxx/pqxx>
#include <string>

namespace orbbench::work {

struct AttemptEnd {
  std::int64_t item_id = 0;
  std::int64_t token = 0;
  std::string outcome;
  std::string error;
};

void begin_attempt(pqxx::transaction_base& work, std::int64_t item_id, std::int64_t token,
                   const std::string& worker);
void end_attempt(pqxx::transaction_base& work, const AttemptEnd& end);

/// Whether that attempt ended so: what came twice is answered as it was the first time.
bool ended_so(pqxx::transaction_base& work, std::int64_t item_id, std::int64_t token,
              const std::string& outcome);

}  // namespace orbbench::work
