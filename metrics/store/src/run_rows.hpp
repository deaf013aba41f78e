#pragma once

#include <pqxx/pqxx>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {

/// The rows of a run beside its own in table runs, which is there already.
void insert_rows(pqxx::transaction_base& work, const StoredRun& run);
void read_rows(pqxx::transaction_base& work, StoredRun& run);

}  // namespace orbbench::store
