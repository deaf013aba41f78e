#include "store/operation_plugins.hpp"

#include "model/field_problems.hpp"
#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostParameters = 64;
constexpr std::int64_t kLongestTimeout = 30'000;

[[noreturn]] void refuse_setting(const std::string& name, std::int64_t least, std::int64_t most) {
  throw service::HttpError(
      422, "UNPROCESSABLE", "Settings not valid",
      name + ": an integer from " + std::to_string(least) + " to " + std::to_string(most),
      {{"invalidFields", {"settings." + name}}});
}

std::optional<std::int64_t> read_setting(const json& settings, const char* name, std::int64_t least,
                                         std::int64_t most) {
  const auto found = settings.find(name);
  if (found == settings.end()) {
    return std::nullopt;
  }
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() > INT64_MAX || *found < least ||
      *found > most) {
    refuse_setting(name, least, most);
  }
  return found->get<std::int64_t>();
}

void read_settings(const json& settings, OperationPlugin& plugin) {
  if (const auto most = read_setting(settings, "max_params", 0, kMostParameters)) {
    plugin.max_params = static_cast<std::size_t>(*most);
  }
  if (const auto timeout = read_setting(settings, "timeout_ms", 1, kLongestTimeout)) {
    plugin.timeout = std::chrono::milliseconds(*timeout);
  }
}

json settings_of(const OperationPlugin& plugin) {
  json settings = json::object();
  if (plugin.max_params) {
    settings["max_params"] = *plugin.max_params;
  }
  if (plugin.timeout) {
    settings["timeout_ms"] = plugin.timeout->count();
  }
  return settings;
}

}  // namespace

json to_json(const OperationPlugin& plugin) {
  return {{"operation", plugin.operation},
          {"enabled", plugin.enabled},
          {"settings", settings_of(plugin)}};
}

OperationPlugin read_plugin(const std::string& operation, const json& body) {
  FieldProblems problems;
  problems.refuse_unknown(body, {"enabled", "settings"});
  if (!body.contains("enabled")) {
    problems.missing("enabled");
  } else if (!body["enabled"].is_boolean()) {
    problems.invalid("enabled");
  }
  const json settings = body.value("settings", json::object());
  if (!settings.is_object()) {
    problems.invalid("settings");
  } else {
    for (const auto& member : settings.items()) {
      if (member.key() != "max_params" && member.key() != "timeout_ms") {
        problems.invalid("settings." + member.key().substr(0, 32));
      }
    }
  }
  problems.throw_if_any();
  OperationPlugin plugin;
  plugin.operation = operation;
  plugin.enabled = body["enabled"].get<bool>();
  read_settings(settings, plugin);
  return plugin;
}

OperationPlugin find_plugin(pqxx::work& work, std::int64_t tenant_id,
                            const std::string& operation) {
  OperationPlugin plugin;
  plugin.operation = operation;
  const auto rows = work.exec_params(
      "SELECT enabled, settings::text FROM operation_plugins WHERE tenant_id = $1 AND "
      "operation = $2",
      tenant_id, operation);
  if (!rows.empty()) {
    plugin.enabled = rows[0][0].as<bool>();
    read_settings(json::parse(rows[0][1].c_str()), plugin);
  }
  return plugin;
}

void save_plugin(pqxx::work& work, std::int64_t tenant_id, const OperationPlugin& plugin) {
  work.exec_params0(
      "INSERT INTO operation_plugins (tenant_id, operation, enabled, settings) "
      "VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT (tenant_id, operation) DO UPDATE "
      "SET enabled = excluded.enabled, settings = excluded.settings, updated_at = now()",
      tenant_id, plugin.operation, plugin.enabled, settings_of(plugin).dump());
}

}  // namespace orbbench::widget_core
