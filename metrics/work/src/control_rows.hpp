#pragma once

#include <pqxx/pqxx>
#include <string>

#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

// What Queue says of each, within one transaction.
bool pause_run(pqxx::transaction_base& work, const std::string& work_id);
bool resume_run(pqxx::transaction_base& work, const std::string& work_id);
bool cancel_run(pqxx::transaction_base& work, const std::string& work_id);
bool snooze_run(pqxx::transaction_base& work, const std::string& work_id, Instant until);
bool hasten_run(pqxx::transaction_base& work, const std::string& work_id);
bool rank_run(pqxx::transaction_base& work, const std::string& work_id, int priority);

}  // namespace orbbench::work
