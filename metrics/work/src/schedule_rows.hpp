#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "orbbench/work/schedules.hpp"

namespace orbbench::work {

/// `now`, or else the server's time.
Instant instant_now(pqxx::transaction_base& work, const std::optional<Instant>& now);

std::vector<ScheduleInfo> read_schedules(pqxx::transaction_base& work);
std::optional<ScheduleInfo> read_schedule(pqxx::transaction_base& work, const std::string& name);

/// False if there is one of that name already.
bool insert_schedule(pqxx::transaction_base& work, const NewSchedule& schedule, Instant next_at);

/// Locks the one that is due first, of those that no other transaction has locked.
std::optional<ScheduleInfo> lock_due_schedule(pqxx::transaction_base& work, Instant now);

/// Locks the one of that name.
std::optional<ScheduleInfo> lock_schedule(pqxx::transaction_base& work, const std::string& name);

/// With what it is to be from now on, and tells of it: "schedule.resumed".
void change_schedule(pqxx::transaction_base& work, const ScheduleInfo& changed,
                     const std::string& event, const std::string& problem = "");

bool delete_schedule(pqxx::transaction_base& work, const std::string& name);

}  // namespace orbbench::work
