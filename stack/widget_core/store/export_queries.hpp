#pragma once

namespace orbbench::widget_core {

#define ORBBENCH_TIME(column) \
  "to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
#define ORBBENCH_EVENTS \
  "coalesce((SELECT jsonb_agg(jsonb_build_object('sequence', e.sequence, 'kind', e.kind, "        \
  "'detail', e.detail, 'occurred_at', " ORBBENCH_TIME("e.occurred_at") ") ORDER BY e.sequence) " \
  "FROM widget_events e WHERE e.widget_id = w.widget_id), '[]')"
#define ORBBENCH_CONTENT \
  "'type', w.type, 'label', w.label, 'enabled', w.enabled, 'position', w.position, "       \
  "'size', w.size, 'state', w.state, 'value', w.value, 'orb_reference', w.orb_reference, " \
  "'version', w.version, 'created_at', " ORBBENCH_TIME(                                    \
      "w.created_at") ", 'updated_at', " ORBBENCH_TIME("w.updated_at") ", "                \
                                                                       "'events',"         \
                                                                       " " ORBBENCH_EVENTS

// Each is one statement, and so sees one state of the database. $1: the user, $2: the tenant.
inline constexpr const char* kSnapshotQuery =
    "SELECT coalesce(jsonb_agg(w.content), '[]')::text FROM ("
    "SELECT jsonb_build_object(" ORBBENCH_CONTENT
    ") AS content FROM widgets w "
    "WHERE w.owner_id = $1 AND w.tenant_id = $2 ORDER BY w.widget_id LIMIT 1001) w";

inline constexpr const char* kExportQuery =
    "SELECT jsonb_build_object("
    "'user', (SELECT jsonb_build_object('user_id', user_id, 'tenant_id', tenant_id, 'username', "
    "username, 'email', email, 'role', role, 'is_active', is_active) FROM users "
    "WHERE user_id = $1), "
    "'widgets', coalesce((SELECT jsonb_agg(jsonb_build_object('widget_id', w.widget_id, "
    "'owner_id', w.owner_id, 'tenant_id', w.tenant_id, " ORBBENCH_CONTENT ") ORDER BY w.widget_id) "
    "FROM widgets w WHERE w.owner_id = $1 AND w.tenant_id = $2), '[]'), "
    "'sessions', coalesce((SELECT jsonb_agg(jsonb_build_object('session_id', session_id, "
    "'created_at', " ORBBENCH_TIME("created_at") ", 'expires_at', " ORBBENCH_TIME("expires_at")
    ", 'revoked_at', " ORBBENCH_TIME("revoked_at") ") ORDER BY session_id) "
    "FROM sessions WHERE user_id = $1), '[]'), "
    "'api_keys', coalesce((SELECT jsonb_agg(jsonb_build_object('api_key_id', api_key_id, 'name', "
    "name, 'created_at', " ORBBENCH_TIME("created_at") ", 'revoked_at', "
    ORBBENCH_TIME("revoked_at") ") ORDER BY api_key_id) FROM api_keys WHERE user_id = $1), '[]'), "
    "'audit', coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'timestamp', "
    ORBBENCH_TIME("a.timestamp") ", 'username', a.username, 'event_type', a.event_type, "
    "'operation', a.operation, 'resource_id', a.resource_id, 'success', a.success, "
    "'correlation_id', a.correlation_id) ORDER BY a.id) FROM audit_logs a "
    "WHERE a.username = (SELECT username FROM users WHERE user_id = $1)), '[]'))::text "
    "WHERE $2::bigint IS NOT NULL";

#undef ORBBENCH_CONTENT
#undef ORBBENCH_EVENTS
#undef ORBBENCH_TIME

}  // namespace orbbench::widget_core
