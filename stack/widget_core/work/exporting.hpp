#pragma once

#include <nlohmann/json.hpp>

#include "orbbench/service/http.hpp"
#include "work/creating.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// Everything that is held on the caller, in one document: the user, widgets with their histories,
/// sessions, API keys (without secrets), audit rows.
nlohmann::json export_owner(Parts& parts, const service::Request& request);

/// The caller's widgets with their histories, but for what the place they are in gives them (ids,
/// owner), and the hash of that. Throws HttpError 422 for more than 1000 widgets.
nlohmann::json take_snapshot(Parts& parts, const service::Request& request);

/// Makes the widgets of a snapshot anew, under new ids: all of them, or none. Sensitive data is in
/// no snapshot. Throws HttpError 400 for fields that are wrong, 422 where hash and content
/// disagree.
CreatedWidgets import_snapshot(Parts& parts, const service::Request& request,
                               const nlohmann::json& body);

/// Of the content of a snapshot.
std::string hash_snapshot(const nlohmann::json& widgets);

}  // namespace orbbench::widget_core
