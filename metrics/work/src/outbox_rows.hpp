#pragma once

#include <nlohmann/json_fwd.hpp>
#include <pqxx/pqxx>
#include <string>

namespace orbbench::work {

/// Tells of a change that is made in this same transaction: it is known once the change is.
void insert_event(pqxx::transaction_base& work, const std::string& kind,
                  const nlohmann::ordered_json& body);

}  // namespace orbbench::work
