#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace orbbench::widget_core {

/// How a tenant wants an operation: every one is a plug-in, enabled unless the tenant says
/// otherwise.
struct OperationPlugin {
  std::string operation;
  bool enabled = true;
  std::optional<std::size_t> max_params;
  std::optional<std::chrono::milliseconds> timeout;
};

nlohmann::json to_json(const OperationPlugin& plugin);

/// {"enabled": boolean, "settings": {"max_params": 0 to 64, "timeout_ms": 1 to 30000}}, the
/// settings optional. Throws HttpError 400 for fields of another type or name, 422 for settings out
/// of range.
OperationPlugin read_plugin(const std::string& operation, const nlohmann::json& body);

/// Rows of operation_plugins, within a transaction of the caller's.
OperationPlugin find_plugin(pqxx::work& work, std::int64_t tenant_id, const std::string& operation);
void save_plugin(pqxx::work& work, std::int64_t tenant_id, const OperationPlugin& plugin);

}  // namespace orbbench::widget_core
