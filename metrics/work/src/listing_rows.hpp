#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "orbbench/work/queue.hpp"

namespace orbbench::work {

// What Queue says of each, within one transaction.
std::vector<RunInfo> read_runs(pqxx::transaction_base& work, const RunListing& listing);
std::optional<RunInfo> read_run(pqxx::transaction_base& work, const std::string& work_id);
std::vector<ItemInfo> read_items(pqxx::transaction_base& work, const std::string& work_id);
QueueFigures read_figures(pqxx::transaction_base& work);

}  // namespace orbbench::work
