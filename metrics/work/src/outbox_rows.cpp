#include "outbox_rows.hpp"

#include <nlohmann/json.hpp>

namespace orbbench::work {

void insert_event(pqxx::transaction_base& work, const std::string& kind,
                  const nlohmann::ordered_json& body) {
  work.exec_params0("INSERT INTO orbbench.work_outbox (kind, body) VALUES ($1, $2::jsonb)", kind,
                    body.dump());
}

}  // namespace orbbench::work
