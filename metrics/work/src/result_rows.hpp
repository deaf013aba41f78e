#pragma once

#include <cstddef>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace orbbench::work {

// What Queue says of each, within one transaction.
std::vector<std::string> find_runs(pqxx::transaction_base& work, const std::string& beginning);
std::vector<std::string> runs_without_result(pqxx::transaction_base& work, const std::string& kind,
                                             std::size_t limit);
bool keep_result(pqxx::transaction_base& work, const std::string& work_id,
                 const std::string& result_id);
std::size_t retain_runs(pqxx::transaction_base& work, std::size_t runs);

}  // namespace orbbench::work
