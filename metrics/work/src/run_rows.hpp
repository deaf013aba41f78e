#pragma once

#include <pqxx/pqxx>
#include <string>

#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

/// The run with its items and its event. False, and nothing is done, if it, or one of its occasion,
/// is there already. Throws StoreRefused for a run that cannot be stored.
bool insert_run(pqxx::transaction_base& work, const NewRun& run);

/// Ends the run if none of its items is open any more. For a transaction that has just closed one:
/// items are locked before their run, by all, so that those that close the last two of a run do not
/// wait for each other, and the later one sees both.
void settle_run(pqxx::transaction_base& work, const std::string& work_id);

/// An event about the run as such.
void tell_of_run(pqxx::transaction_base& work, const std::string& work_id, const std::string& kind);

}  // namespace orbbench::work
